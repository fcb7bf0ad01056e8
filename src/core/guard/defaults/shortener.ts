/** A short link stands for one page; its host for millions. */
export const SHORTENER = `
bit.ly bitly.com j.mp tinyurl.com t.co goo.gl ow.ly is.gd v.gd buff.ly rebrand.ly cutt.ly rb.gy t.ly s.id shorturl.at
tiny.cc lnkd.in youtu.be amzn.to fb.me wp.me dlvr.it ift.tt trib.al adf.ly bit.do clck.ru u.to qr.ae snip.ly
bl.ink soo.gd short.io dub.sh dub.co tr.ee urlz.fr n9.cl reurl.cc shorte.st ouo.io linkvertise.com kutt.it
page.link app.link onelink.me smarturl.it spoti.fi pin.it redd.it g.co a.co apple.co aka.ms nyti.ms bbc.in`;
