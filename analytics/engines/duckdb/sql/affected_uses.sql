-- Everybody of whom these files say something: new use of the module, or what else somebody uses (count zero).
SELECT
    account, kind, key, coalesce(subjects.events, 0),
    coalesce(subjects.first_at, beside.last_at), coalesce(subjects.last_at, beside.last_at),
    coalesce(beside.modules, []), list_filter(coalesce(subjects.through, []), lambda way: way <> ''), beside.replacement_at
FROM subjects FULL JOIN beside USING (account, kind, key);
