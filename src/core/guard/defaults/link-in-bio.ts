/** One page a person, all under one name. */
export const LINK_IN_BIO = `
linktr.ee beacons.ai bio.link bio.site campsite.bio lnk.bio taplink.cc taplink.at linkin.bio msha.ke solo.to
allmylinks.com hoo.be komi.io lit.link instabio.cc linkpop.com many.link milkshake.app flow.page heylink.me
stan.store withkoji.com about.me feed.link snipfeed.co lnkfi.re linkfire.com song.link contactinbio.com shor.by`;
