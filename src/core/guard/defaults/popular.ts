// The best known sites, so that the guard works before any list is configured (a top 100,000 is meant to be). Among them
// alibaba.com, buzzfeed.com and bloomberg.com, which ISPs here were told "by mistake" to block in May 2019. A leading dot
// where everything below belongs to the same owner; without it where strangers have subdomains (shops, spaces, teams).

const WORLD = `
.google.com .google.com.pk .youtube.com .facebook.com .instagram.com .whatsapp.com .whatsapp.net .twitter.com .x.com
.tiktok.com .snapchat.com .linkedin.com .pinterest.com .reddit.com quora.com .telegram.org discord.com .signal.org
zoom.us .skype.com .viber.com imo.im threads.net .wikipedia.org .wikimedia.org .wiktionary.org yahoo.com .bing.com
.duckduckgo.com yandex.com baidu.com live.com .office.com .office365.com .microsoft.com .microsoftonline.com
.outlook.com msn.com .windows.com .apple.com .icloud.com googleapis.com .gstatic.com .gmail.com .mozilla.org
.firefox.com opera.com .chatgpt.com .openai.com .claude.ai .github.com gitlab.com bitbucket.org .stackoverflow.com
stackexchange.com npmjs.com pypi.org docker.com debian.org ubuntu.com .cloudflare.com fastly.com akamai.com
.amazon.com .amazon.co.uk .ebay.com alibaba.com aliexpress.com temu.com shein.com etsy.com walmart.com .paypal.com
.payoneer.com .stripe.com .wise.com .visa.com .mastercard.com binance.com fiverr.com upwork.com freelancer.com
coursera.org udemy.com .khanacademy.org edx.org .netflix.com primevideo.com disneyplus.com .spotify.com soundcloud.com
vimeo.com twitch.tv dailymotion.com imdb.com steampowered.com roblox.com epicgames.com ea.com playstation.com xbox.com
pubgmobile.com .bbc.com .bbc.co.uk .cnn.com .nytimes.com .theguardian.com .reuters.com .bloomberg.com .buzzfeed.com
.forbes.com .wsj.com .washingtonpost.com .aljazeera.com .dw.com voanews.com ft.com economist.com time.com espn.com
cricbuzz.com .espncricinfo.com .booking.com airbnb.com agoda.com tripadvisor.com .uber.com .careem.com indrive.com
emirates.com canva.com adobe.com figma.com notion.so slack.com trello.com dropboxusercontent.com grammarly.com
scribd.com researchgate.net sciencedirect.com springer.com nature.com ieee.org arxiv.org jstor.org .samsung.com
huawei.com xiaomi.com oppo.com vivo.com tecno-mobile.com hp.com dell.com intel.com nvidia.com dns.google
one.one.one.one cloudflare-dns.com quad9.net`;

const PAKISTAN = `
.daraz.pk olx.com.pk .pakwheels.com .zameen.com rozee.pk foodpanda.pk priceoye.pk whatmobile.com.pk hamariweb.com
urdupoint.com propakistani.pk .dawn.com .thenews.com.pk .tribune.com.pk .jang.com.pk nation.com.pk dailytimes.com.pk
pakistantoday.com.pk brecorder.com .geo.tv .arynews.tv express.pk express.com.pk samaa.tv dunyanews.tv bolnews.com
92newshd.tv humnews.pk app.com.pk siasat.pk rekhta.org .jazz.com.pk .zong.com.pk .telenor.com.pk .ufone.com
nayatel.com stormfiber.com pcb.com.pk bookme.pk sastaticket.pk`;

export const POPULAR = WORLD + PAKISTAN;
