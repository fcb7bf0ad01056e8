// Never blocked, whoever orders it. The operator adds its own names in the configuration.

/** Public bodies of Pakistan; the courts, PTA, FIA, NADRA, the child protection and human rights commissions are under gov.pk. */
const PAKISTAN = `
.gov.pk .mil.pk .gop.pk .gob.pk .gos.pk .gok.pk .gon.pk .gkp.pk
.sbp.org.pk .pknic.net.pk .pknic.pk`;

/** Ambulances, helplines and child protection, here and abroad: where a complaint sends people must be reachable. */
const HELP = `
.edhi.org .chhipa.org .rozan.org .sahil.org .sparcpk.org .digitalrightsfoundation.pk
.iwf.org.uk .inhope.org .missingkids.org .ncmec.org .icmec.org .ecpat.org .stopncii.org
.childhelplineinternational.org .interpol.int .unicef.org .un.org .who.int .unhcr.org .icrc.org .ifrc.org`;

/** The root, the registries and the registrars of numbers; a resolver that cannot ask these resolves nothing. */
const REGISTRIES = `
.arpa .root-servers.net .root-servers.org .gtld-servers.net .iana.org .iana-servers.net .icann.org .internic.net
.verisign-grs.com .pir.org .afilias-nst.info .afilias-nst.org .nro.net .apnic.net .ripe.net .arin.net .lacnic.net
.afrinic.net .isc.org .ietf.org .rfc-editor.org .dns-oarc.net`;

/** Revocation and issuer addresses of certificate authorities: without them, programs refuse or trust blindly. */
const CERTIFICATES = `
.lencr.org .letsencrypt.org .pki.goog .amazontrust.com .ss2.us .msocsp.com .ocsp-certum.com
.ocsp.digicert.com .crl3.digicert.com .crl4.digicert.com .cacerts.digicert.com
.ocsp.sectigo.com .crl.sectigo.com .crt.sectigo.com .ocsp.usertrust.com .crl.usertrust.com .crt.usertrust.com
.ocsp.comodoca.com .crl.comodoca.com .ocsp.trust-provider.com .crl.trust-provider.com
.ocsp.globalsign.com .ocsp2.globalsign.com .crl.globalsign.com .crl.globalsign.net .secure.globalsign.com
.ocsp.godaddy.com .crl.godaddy.com .certificates.godaddy.com .ocsp.starfieldtech.com .crl.starfieldtech.com
.ocsp.entrust.net .crl.entrust.net .ocsp.identrust.com .crl.identrust.com .validation.identrust.com .apps.identrust.com
.ocsp.certum.pl .crl.certum.pl .ocsp.quovadisglobal.com .crl.quovadisglobal.com .ocsps.ssl.com .crls.ssl.com
.oneocsp.microsoft.com .crl.microsoft.com .crl2.microsoft.com .mscrl.microsoft.com
.ocsp.apple.com .ocsp2.apple.com .crl.apple.com .valid.apple.com`;

export const PROTECTED = PAKISTAN + HELP + REGISTRIES + CERTIFICATES;
