"""Address of the portfolio."""

from django.urls import path

from phases.portfolio import views

app_name = "portfolio"

urlpatterns = [path("portfolio/", views.Portfolio.as_view(), name="list")]
