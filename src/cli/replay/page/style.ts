import { type Html, raw } from "#kernel";

/** The style sheet of the report, beside that of the charts: four text sizes, an 8-pixel grid, both themes. */
export const pageStyle: Html = raw(`
:root{color-scheme:light dark;font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
:root:has(#theme-light:checked){color-scheme:light}:root:has(#theme-dark:checked){color-scheme:dark}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1120px;padding:16px 24px 48px;background:var(--paper);color:var(--ink)}
h1{font-size:28px;line-height:1.2;margin:16px 0 8px;overflow-wrap:anywhere}h1 .period{display:block;font-size:15px;font-weight:400;line-height:24px;color:var(--soft)}
h2{font-size:20px;line-height:1.3;margin:0 0 8px}h3{font-size:15px;margin:16px 0 4px}
p{margin:0 0 8px;overflow-wrap:anywhere}ul{margin:0 0 8px;padding-left:20px}li{overflow-wrap:anywhere}
header>.headline{font-size:20px;line-height:1.4;max-width:44em;margin:0 0 24px}
.soft,.when,footer,.brand{color:var(--soft);font-size:13px}
.sum{font-variant-numeric:tabular-nums;margin:0}
.bar-top{display:flex;justify-content:space-between;align-items:center;gap:16px}.brand{margin:0}
.theme{border:0;margin:0;padding:0;display:flex;gap:12px;font-size:13px;color:var(--soft)}
.theme legend{float:left;line-height:24px;margin-right:12px;padding:0}.theme label{display:flex;gap:4px;align-items:center;min-height:24px}.theme input{margin:0;accent-color:var(--accent)}
.kpis{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:16px 24px;margin:0 0 16px;padding:16px 0;border:solid var(--rule);border-width:1px 0}
.kpis dt,.kpis .note{font-size:13px;color:var(--soft)}.kpis dd{margin:0}.kpis .value{font-size:28px;line-height:1.3;font-variant-numeric:tabular-nums}
.read h2{font-size:15px;margin-top:24px}.read h3{font-size:13px;margin:8px 0 0;color:var(--soft)}.read,.read p,.read ul{font-size:13px}.read p{margin:0}.read ul{margin:0 0 4px}
section{margin-top:48px}.read{margin-top:0}
.objective-budget{display:grid;grid-template-columns:minmax(0,22em) minmax(0,1fr);gap:0 32px;grid-template-rows:auto auto 1fr;padding:16px 0;border-top:1px solid var(--rule)}
.objective-budget>*{grid-column:1}.objective-budget>.chart{grid-column:2;grid-row:1/span 3}.objective-budget>.chart h3{font-weight:600}
.objective-budget h3{margin-top:0}.gauge{display:flex;gap:16px;align-items:flex-start;margin-bottom:8px}.gauge .mark{width:72px;height:72px}.gauge p{margin:0}
.figure{font-size:20px;line-height:1.4;font-variant-numeric:tabular-nums}.figure small{font-size:13px;color:var(--soft)}
.state{font-weight:600}.state.calm{color:var(--ok-ink)}.state.warn{color:var(--warn-ink)}.state.bad{color:var(--bad-ink)}.state.none{color:var(--soft)}
.scroll{overflow:auto;max-width:100%;position:relative}.scroll.tall{max-height:480px;margin-top:16px}
.scroll:focus-visible,pre:focus-visible,summary:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
table{border-collapse:collapse;width:100%;font-size:13px;font-variant-numeric:tabular-nums}table.narrow{width:auto;min-width:280px}
caption{text-align:left;color:var(--soft);padding:0 0 8px}
th,td{padding:3px 0 3px 24px;text-align:right;border-bottom:1px solid var(--rule);font-weight:400;white-space:nowrap}
th:first-child{text-align:left;padding-left:0}tbody th{max-width:420px;white-space:normal;overflow-wrap:anywhere;min-width:150px}
td.text,th.text{text-align:left}thead th{position:sticky;top:0;background:var(--paper);color:var(--soft);z-index:1}.data tbody th{min-width:0;white-space:nowrap}
.alerts{list-style:none;padding:0;margin:0}.alerts li{padding:12px 0;border-top:1px solid var(--rule)}.alerts p{margin:0;max-width:60em}
.what .number{display:inline-block;min-width:1.6em}.urgency{font-weight:600}.urgency.page{color:var(--bad-ink)}.urgency.ticket{color:var(--warn-ink)}.urgency .told{margin-right:6px;vertical-align:-1px}
.objective{font-weight:600;margin-left:4px}
.shares{display:flex;flex-wrap:wrap;gap:0 24px;margin:4px 0 0;font-size:13px}.shares div{display:flex;gap:8px;min-width:0}.shares dt{flex:none;color:var(--soft)}.shares dd{margin:0;overflow-wrap:anywhere;min-width:0}
.method{display:grid;grid-template-columns:8em 1fr;gap:4px 16px;font-size:13px;margin:0}.method dt{color:var(--soft)}.method dd{margin:0;max-width:60em}
code,pre{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
pre{background:var(--raised);padding:8px 12px;margin:0 0 16px;overflow-x:auto;user-select:all;white-space:pre-wrap}
details{margin:8px 0}summary{cursor:pointer}footer{margin-top:48px;border-top:1px solid var(--rule);padding-top:16px}
@media (max-width:760px){.objective-budget{display:block}.objective-budget>.chart{margin-top:16px}}
@media (max-width:600px){body{padding:8px 16px 32px}h1{font-size:20px}header>.headline{font-size:15px}.kpis{grid-template-columns:1fr 1fr}.kpis .value{font-size:20px}section{margin-top:32px}.method{display:block}.method dd{margin-bottom:8px}th,td{padding-left:16px}}
@media print{:root{color-scheme:light!important;font-size:14px}body{max-width:none;padding:0}.theme,.data,summary{display:none}.scroll,.scroll.tall{overflow:visible;max-height:none}section{margin-top:24px}h2,h3{break-after:avoid}tr,.alerts li,.objective-budget{break-inside:avoid}thead th{position:static}}
`);
