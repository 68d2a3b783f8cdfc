"""Every error a user can meet. A class names the error and its values; its text stands in the catalogue."""

from annotator.errors.error import WarraqError as WarraqError
from annotator.errors.error import WindowUnavailable as WindowUnavailable
from annotator.errors.error import WorkerStopped as WorkerStopped
from annotator.errors.error import reason as reason
from annotator.errors.files import *
from annotator.errors.project import *
from annotator.errors.quality import *
from annotator.errors.review import *
