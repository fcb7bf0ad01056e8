// A name here has thousands of sites of strangers below it or behind its paths. Hosting first, then shared files and text.

export const SHARED_HOST = `
blogspot.com blogger.com wordpress.com tumblr.com medium.com substack.com livejournal.com blogfa.com hatenablog.com
wixsite.com wixstudio.com weebly.com webflow.io squarespace.com godaddysites.com myshopify.com jimdosite.com
jimdofree.com mystrikingly.com strikingly.com site123.me webnode.com yolasite.com ucoz.com ucoz.net ucoz.org
neocities.org tripod.com angelfire.com altervista.org 000webhostapp.com infinityfreeapp.com epizy.com rf.gd
byet.host hostingerapp.com mybluehost.me plesk.page wpengine.com wpcomstaging.com pantheonsite.io kinsta.cloud
github.io gitlab.io bitbucket.io pages.dev workers.dev r2.dev web.app firebaseapp.com appspot.com run.app
cloudfunctions.net netlify.app vercel.app now.sh herokuapp.com onrender.com fly.dev surge.sh glitch.me repl.co
replit.app hf.space streamlit.app bubbleapps.io framer.app framer.website notion.site canva.site carrd.co
azurewebsites.net azurestaticapps.net cloudapp.net cloudapp.azure.com blob.core.windows.net web.core.windows.net
sharepoint.com amazonaws.com s3.amazonaws.com elasticbeanstalk.com awsapprunner.com amplifyapp.com on.aws
digitaloceanspaces.com ondigitalocean.app linodeobjects.com backblazeb2.com wasabisys.com oraclecloud.com
storage.googleapis.com firebasestorage.googleapis.com googleusercontent.com translate.goog
ngrok.io ngrok-free.app trycloudflare.com zendesk.com atlassian.net typeform.com
sites.google.com docs.google.com drive.google.com forms.gle archive.org mediafire.com mega.nz dropbox.com box.com
onedrive.live.com 1drv.ms wetransfer.com pastebin.com telegra.ph t.me wa.me discord.gg raw.githubusercontent.com`;
