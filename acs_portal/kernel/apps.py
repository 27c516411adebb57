from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "acs_portal.kernel"
    label = "kernel"
