// Draws each <div class="chart-box" data-chart="id of a json_script"> from the numbers of the table beneath it.
const LOCALES = { zh: "ZH", ru: "RU" };
const DASHES = ["solid", [6, 4], [2, 3], [10, 4, 2, 4]];

function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function palette() {
  return { series: [1, 2, 3, 4].map((n) => token(`--data-${n}`)), ink: token("--ink-soft"), grid: token("--data-grid"), sheet: token("--raised"), text: token("--ink"), wash: token("--data-wash") };
}

function series(spec, colors) {
  return spec.series.map((one, n) => ({
    name: one.name, data: one.values, type: one.kind || "line", smooth: false, showSymbol: false, symbolSize: 7,
    connectNulls: false, barMaxWidth: 28,
    lineStyle: { width: 2, type: DASHES[n % DASHES.length], color: colors.series[n % 4] },
    itemStyle: { color: colors.series[n % 4] },
    areaStyle: n === 0 && (one.kind || "line") === "line" ? { color: colors.wash, opacity: 0.35 } : undefined,
    markLine: n === 0 && spec.marks ? marks(spec.marks, colors) : undefined,
  }));
}

function marks(list, colors) {
  return {
    symbol: "none", silent: true, animation: false,
    lineStyle: { color: colors.ink, type: "dashed", width: 1 },
    data: list.map((mark) => ({ xAxis: mark.at, label: { formatter: mark.name, color: colors.ink, fontSize: 11, position: "insideEndTop" } })),
  };
}

function option(spec, lang) {
  const colors = palette();
  const number = new Intl.NumberFormat(lang);
  const text = { color: colors.ink, fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12 };
  return {
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches, animationDuration: 300,
    aria: { enabled: true, label: { description: spec.description }, decal: { show: spec.series.some((one) => one.kind === "bar") && spec.series.length > 1 } },
    textStyle: text,
    grid: { left: 8, right: 16, top: spec.series.length > 1 ? 36 : 16, bottom: 8, containLabel: true },
    legend: { show: spec.series.length > 1, top: 0, left: 0, textStyle: text, itemWidth: 26, icon: "roundRect", itemHeight: 4 },
    tooltip: {
      trigger: "axis", renderMode: "richText", confine: true, backgroundColor: colors.sheet, borderColor: colors.grid,
      textStyle: { ...text, color: colors.text }, valueFormatter: (v) => (v === null || v === undefined ? spec.unknown : number.format(v)),
    },
    xAxis: { type: "category", data: spec.x, boundaryGap: spec.series.some((one) => one.kind === "bar"), axisLabel: { ...text, hideOverlap: true }, axisLine: { lineStyle: { color: colors.grid } }, axisTick: { show: false } },
    yAxis: { type: "value", minInterval: 1, axisLabel: { ...text, formatter: (v) => number.format(v) }, splitLine: { lineStyle: { color: colors.grid } } },
    series: series(spec, colors),
  };
}

function draw(box) {
  const spec = JSON.parse(document.getElementById(box.dataset.chart).textContent);
  const lang = document.documentElement.lang || "en";
  const chart = window.echarts.init(box, null, { renderer: "svg", locale: LOCALES[lang.slice(0, 2)] || "EN" });
  const paint = () => chart.setOption(option(spec, lang), true);
  paint();
  new ResizeObserver(() => chart.resize()).observe(box);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
}

document.querySelectorAll("[data-chart]").forEach(draw);
