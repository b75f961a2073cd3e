# First run, connections and signing in, relative to ui/.
set(LEASEKEEPER_SIGNIN_SOURCES
    signin/choicecard.cpp signin/choicecard.h
    signin/cloudfields.cpp signin/cloudfields.h
    signin/colourchooser.cpp signin/colourchooser.h
    signin/colourswatch.cpp signin/colourswatch.h
    signin/connectiondialog.cpp signin/connectiondialog.h
    signin/connectionsteps.cpp signin/connectionsteps.h
    signin/fieldrow.cpp signin/fieldrow.h
    signin/firstrunpage.cpp signin/firstrunpage.h
    signin/formdialog.cpp signin/formdialog.h
    signin/foundrow.cpp signin/foundrow.h
    signin/importdialog.cpp signin/importdialog.h
    signin/keepingfields.cpp signin/keepingfields.h
    signin/passcodedialog.cpp signin/passcodedialog.h
    signin/profilebutton.cpp signin/profilebutton.h
    signin/profilemark.cpp signin/profilemark.h
    signin/profileoptions.cpp signin/profileoptions.h
    signin/projectfields.cpp signin/projectfields.h
    signin/proxyfields.cpp signin/proxyfields.h
    signin/proxypassworddialog.cpp signin/proxypassworddialog.h
    signin/removeprofiledialog.cpp signin/removeprofiledialog.h
    signin/secretedit.cpp signin/secretedit.h
    signin/secretline.cpp signin/secretline.h
    signin/signindialog.cpp signin/signindialog.h
    signin/signinfields.cpp signin/signinfields.h
    signin/stepline.cpp signin/stepline.h
)
