# Dialogs of the ui library, relative to ui/.
set(LEASEKEEPER_DIALOG_SOURCES
    dialogs/armedbutton.cpp dialogs/armedbutton.h
    dialogs/confirmedit.cpp dialogs/confirmedit.h
    dialogs/contentdialog.cpp dialogs/contentdialog.h
    dialogs/deletedialog.cpp dialogs/deletedialog.h
    dialogs/deletesummary.cpp dialogs/deletesummary.h
    dialogs/dialogfactory.cpp
    dialogs/dialoglist.cpp dialogs/dialoglist.h
    dialogs/dialoglistmodel.cpp dialogs/dialoglistmodel.h
    dialogs/dialogtext.cpp dialogs/dialogtext.h
    dialogs/displayticker.cpp dialogs/displayticker.h
    dialogs/factgrid.cpp dialogs/factgrid.h
    dialogs/focusinsight.cpp dialogs/focusinsight.h
    dialogs/inlinenote.cpp dialogs/inlinenote.h
    dialogs/instancedialog.cpp dialogs/instancedialog.h
    dialogs/keptinsight.cpp dialogs/keptinsight.h
    dialogs/leasetimechooser.cpp dialogs/leasetimechooser.h
    dialogs/leftoutpanel.cpp dialogs/leftoutpanel.h
    dialogs/linesarea.cpp dialogs/linesarea.h
    dialogs/plainlabel.cpp dialogs/plainlabel.h
    dialogs/prolongchooser.cpp dialogs/prolongchooser.h
    dialogs/prolongdialog.cpp dialogs/prolongdialog.h
    dialogs/prolongplan.cpp dialogs/prolongplan.h
    dialogs/prolongtext.cpp dialogs/prolongtext.h
    dialogs/roundedpanel.cpp dialogs/roundedpanel.h
    dialogs/showninstances.cpp dialogs/showninstances.h
    dialogs/startdialog.cpp dialogs/startdialog.h
    dialogs/steadybutton.cpp dialogs/steadybutton.h
    dialogs/stopdialog.cpp dialogs/stopdialog.h
)
