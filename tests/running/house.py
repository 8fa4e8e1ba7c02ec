"""A throw-away copy of the scripts, anywhere on the disk and for any account: what the tests of bin/ act on."""

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
NOBODY = 65534  # has a line in /etc/passwd
NAMELESS = 54321  # has none


@dataclass
class House:
    """The scripts of bin/ in a folder of their own; `uid` runs them, None for whoever runs the tests."""

    root: Path
    uid: int | None = None
    environment: dict[str, str] = field(default_factory=dict)

    def build(self) -> "House":
        """Copy the scripts, and give them to the account that runs them."""
        shutil.copytree(PROJECT / "bin", self.root / "bin")
        if self.uid is not None:
            for path in (self.root, *self.root.rglob("*")):
                os.chown(path, self.uid, self.uid)
        return self

    def postgis(self, *arguments: str, uid: int | None = None) -> subprocess.CompletedProcess[str]:
        """Run bin/postgis to its end, as the house's account or as another."""
        return self.run("bin/postgis", *arguments, uid=uid)

    def run(self, *command: str, uid: int | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command from the house's root, with what it printed as text."""
        account = self.uid if uid is None else uid
        become = [] if account is None else ["setpriv", f"--reuid={account}", f"--regid={account}", "--clear-groups"]
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("CARTO_", "XDG_"))}
        return subprocess.run(
            [*become, *command],
            cwd=self.root,
            env=inherited | self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def socket(self) -> Path:
        """The folder of the cluster's socket, as bin/postgis names it to the application."""
        said = self.run("bash", "-c", 'eval "$(bin/postgis env)" && printf %s "$CARTO_DB_HOST"')
        return Path(said.stdout)

    def data(self) -> Path:
        """The folder of the cluster's data."""
        return Path(self.postgis("status").stdout.splitlines()[0].partition(" : ")[2])

    def query(self, sql: str) -> str:
        """What the house's database answers, one line a row."""
        return self.postgis("psql", "-Atc", sql).stdout.strip()

    def remove(self) -> None:
        """Stop the cluster, and leave nothing behind, not even what had to be put elsewhere."""
        self.postgis("stop")
        data = self.data()
        if data.parent.name.startswith("carte-commune-"):
            shutil.rmtree(data.parent)
