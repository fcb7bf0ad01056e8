/** Where devices ask whether they are online. A few of these hosts carry ordinary pages as well. */
const CAPTIVE_PORTALS = `
connectivitycheck.gstatic.com connectivitycheck.android.com clients3.google.com www.google.com www.gstatic.com
captive.apple.com www.apple.com detectportal.firefox.com .msftconnecttest.com .msftncsi.com
nmcheck.gnome.org network-test.debian.org connectivity-check.ubuntu.com conncheck.opensuse.org
connect.rom.miui.com connectivitycheck.platform.hicloud.com`;

const UPDATES = `
.windowsupdate.com .update.microsoft.com .delivery.mp.microsoft.com definitionupdates.microsoft.com
.swcdn.apple.com .swscan.apple.com .swdist.apple.com .mesu.apple.com .gdmf.apple.com .cdn-apple.com
android.clients.google.com update.googleapis.com .ota.googlezip.net .push.apple.com mtalk.google.com
.security.debian.org .deb.debian.org .security.ubuntu.com .archive.ubuntu.com mirrors.fedoraproject.org
aus5.mozilla.org .clamav.net`;

const TIME = `
.ntp.org time.windows.com .time.apple.com time.google.com time.android.com time.cloudflare.com .time.nist.gov
ntp.ubuntu.com`;

export const ESSENTIAL = CAPTIVE_PORTALS + UPDATES + TIME;
