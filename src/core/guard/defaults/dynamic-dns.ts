/** Names that anyone gets for a changing address at home: the parent carries cameras and family servers too. */
export const DYNAMIC_DNS = `
duckdns.org no-ip.com no-ip.org no-ip.biz ddns.net hopto.org zapto.org sytes.net myftp.org servehttp.com serveftp.com
redirectme.net dyndns.org dyndns.info dyndns.tv dynu.com dynu.net dynv6.net ddnsfree.com freeddns.org afraid.org
mooo.com chickenkiller.com us.to changeip.com myddns.me synology.me myqnapcloud.com mynetgear.com tplinkdns.com
asuscomm.com selfhost.de spdns.de eu.org cloudns.cl cloudns.nz nip.io sslip.io`;
