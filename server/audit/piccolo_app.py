from pathlib import Path

from piccolo.conf.apps import AppConfig

from server.audit.tables import AuditEntry, AuditHead, Op

APP_CONFIG = AppConfig(
    app_name="audit",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[AuditEntry, AuditHead, Op],
)
