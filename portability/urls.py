"""Which addresses of the customer API lead to exports?"""

from django.urls import path

from portability import rest

app_name = "portability"
urlpatterns = [
    path("exports", rest.ExportList.as_view(), name="exports"),
    path("exports/preview", rest.ExportPreview.as_view(), name="export_preview"),
    path("exports/<uuid:uuid>", rest.ExportDetail.as_view(), name="export"),
    path("exports/<uuid:uuid>/cancel", rest.ExportCancel.as_view(), name="export_cancel"),
    path("exports/<uuid:uuid>/ticket", rest.ExportTicket.as_view(), name="export_ticket"),
    path("exports/<uuid:uuid>/confirm", rest.ExportConfirm.as_view(), name="export_confirm"),
    path("downloads/<str:secret>", rest.Download.as_view(), name="download"),
]
