from pathlib import Path

from piccolo.conf.apps import AppConfig

from server.accounts.tables import (
    AccountSession,
    ApiKey,
    Invitation,
    Organisation,
    PasswordReset,
    RateBucket,
    RoleAssignment,
    UserAccount,
)

APP_CONFIG = AppConfig(
    app_name="accounts",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=[
        Organisation,
        UserAccount,
        RoleAssignment,
        Invitation,
        PasswordReset,
        AccountSession,
        ApiKey,
        RateBucket,
    ],
)
