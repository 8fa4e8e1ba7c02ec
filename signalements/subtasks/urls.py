"""Addresses of the room; included by those of the signalements."""

from django.urls import path

from signalements.subtasks import views

app_name = "subtasks"
urlpatterns = [
    path("", views.task_list, name="list"),
    path("<int:pk>/", views.task, name="task"),
    path("pour/<uuid:uuid>/", views.give_task, name="give"),
]
