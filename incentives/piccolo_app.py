from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="incentives",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=table_finder(
        modules=[f"incentives.{room}.tables" for room in ("recognition", "reciprocity")],
        exclude_imported=True,
    ),
    migration_dependencies=["groups.piccolo_app"],
)
