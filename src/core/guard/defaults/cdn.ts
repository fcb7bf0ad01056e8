/** Delivery networks: a name here serves parts of sites that have nothing to do with each other. */
export const CDN = `
cloudfront.net akamaihd.net akamaized.net akamaiedge.net akamai.net edgekey.net edgesuite.net
fastly.net fastlylb.net cdn.cloudflare.net cdnjs.cloudflare.com cdn.jsdelivr.net unpkg.com esm.sh
ajax.googleapis.com fonts.googleapis.com fonts.gstatic.com code.jquery.com bootstrapcdn.com cdn.ampproject.org
azureedge.net azurefd.net msecnd.net aspnetcdn.com b-cdn.net kxcdn.com stackpathcdn.com stackpathdns.com
netdna-cdn.com cdn77.org edgecastcdn.net llnwd.net lldns.net incapdns.net impervadns.net sucuri.net gcdn.co
hwcdn.net cdnetworks.net alicdn.com aliyuncs.com alikunlun.com myqcloud.com qcloudcdn.com hwcdn.com
googlevideo.com ggpht.com gvt1.com ytimg.com fbcdn.net cdninstagram.com twimg.com cdn.discordapp.com`;
