"""Qt's own words in the language of the window: context menus, and dialogs the system lacks.

Cut, copy and paste in every field, the buttons of the file and print dialogs on Linux: without
this they would be English in a Chinese window.
"""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

from cfpdesk.i18n import Language

NAME = "qt-words"
CATALOGUE = "qtbase_zh_CN"


def speak_qt(language: Language) -> None:
    """Let Qt speak a language from now on; where its catalogue is not there it stays English."""
    app = QCoreApplication.instance()
    if app is None:
        return
    old = app.findChild(QTranslator, NAME)
    if (old is not None) == (language == "zh"):
        return
    if old is not None:
        app.removeTranslator(old)
        old.deleteLater()
        old.setObjectName("")
        return
    made = QTranslator(app)
    made.setObjectName(NAME)
    if made.load(CATALOGUE, QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(made)
