/** The page's only style; its hash stands in the content security policy. Logical properties: one sheet for both ways. */
export const STYLE = `
*{box-sizing:border-box}
body{margin:0;background:#f3f2f1;color:#0b0c0c;font:1.125rem/1.5 system-ui,sans-serif}
main{max-inline-size:44rem;margin:auto;padding:1.5rem 1rem;background:#fff}
header{border-block-end:4px solid #00703c;margin-block-end:1rem}
h1{font-size:1.5rem;overflow-wrap:anywhere;margin-block:.5rem}
h2{font-size:1.375rem;margin-block:1rem .5rem}
h3{font-size:1.125rem;margin-block:1.25rem .25rem}
section{padding-block-end:1.5rem}
section+section{border-block-start:1px solid #b1b4b6}
[lang=ur]{font-family:"Noto Nastaliq Urdu","Jameel Noori Nastaleeq","Urdu Typesetting",serif;line-height:2;letter-spacing:0}
[lang=en]{font-family:system-ui,sans-serif;line-height:1.5}
dl{display:grid;grid-template-columns:minmax(8rem,1fr) 2fr;gap:.25rem 1rem;margin:0}
dt{font-weight:700}
dd{margin:0;overflow-wrap:anywhere}
ul{margin:0;padding-inline-start:1.25rem}
a{color:#1d70b8}
a:focus-visible{outline:3px solid #fd0;outline-offset:0;background:#fd0;color:#0b0c0c}
.note{color:#505a5f}
@media (max-width:30rem){dl{display:block}dd{margin-block-end:.5rem}}
@media (prefers-color-scheme:dark){body{background:#0b0c0c;color:#f3f2f1}main{background:#1b1d1e}a{color:#8ec0ea}.note{color:#b1b4b6}}
`;
