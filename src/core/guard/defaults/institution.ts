// Held with everything below: a hacked page on such a name is a matter for its owner first.

/** Universities and schools; other countries' governments, armed forces and treaty organisations. */
const SUFFIXES = `.edu.pk .edu .ac.uk .gov .mil .int .gov.uk .gov.in .gov.cn .gov.sa .gov.ae .europa.eu`;

/** Banks and the payment switch, and companies that a whole province depends on. */
const PAKISTAN = `
.hbl.com .ubldigital.com .mcb.com.pk .nbp.com.pk .meezanbank.com .bankalfalah.com .abl.com .bop.com.pk
.faysalbank.com .bankislami.com.pk .askaribank.com .jsbl.com .easypaisa.com.pk .jazzcash.com.pk .sadapay.pk .nayapay.com
.1link.net.pk .psx.com.pk .piac.com.pk .ke.com.pk .ptcl.com.pk`;

export const INSTITUTION = SUFFIXES + PAKISTAN;
