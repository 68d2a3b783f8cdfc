def install():
    pass


def text_changed(c):
    pass


def announce(c):
    pass


def selection_changed(c):
    pass


def caret_moved(c):
    pass
