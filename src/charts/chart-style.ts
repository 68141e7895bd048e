import { type Html, raw } from "#kernel";

/**
 * The style sheet of charts, with the colours of both themes. A page chooses the theme by `color-scheme`. Red is kept
 * for what hurts a client, amber for what will; blue, amber and red stay apart for colour-blind eyes, and each of them
 * comes with a word or a shape.
 */
export const chartStyle: Html = raw(`
:root{
--paper:light-dark(#fff,#12161b);--raised:light-dark(#f5f7f9,#1a2027);--ink:light-dark(#17202a,#e4e9ee);--soft:light-dark(#55616d,#9eabb7);
--rule:light-dark(#dde3e8,#2c353e);--accent:light-dark(#1f6596,#7db8e2);
--good:light-dark(#5b92bd,#4f86b0);--excluded:light-dark(#b9c3cc,#56626d);
--bad:light-dark(#c62f1d,#ff6a55);--warn:light-dark(#b87400,#e5a32f);--bad-ink:light-dark(#a92414,#ff8a78);--warn-ink:light-dark(#7f5000,#ecb552);
--water:light-dark(#9cc4e2,#2f6289);--ok-ink:light-dark(#1d6b45,#6fc79b)}
figure{margin:0}
.chart{margin:0 0 24px}
.chart figcaption{display:flex;flex-wrap:wrap;gap:0 24px;align-items:baseline}
.chart h3{margin:0}
.key{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:0 16px;font-size:13px;color:var(--soft)}
.key i{display:inline-block;width:12px;height:12px;margin-right:6px;vertical-align:-1px;border:0 solid var(--soft)}
.key .good{background:var(--good)}.key .excluded{background:var(--excluded)}.key .bad{background:var(--bad)}
.key .upto90{background:var(--good);opacity:.75}.key .upto99{background:var(--good);opacity:.35}
.key .p50,.key .budget{height:0;border-top-width:3px;border-color:var(--accent);vertical-align:4px}
.key .faults{height:0;border-top:2px dotted var(--ink);vertical-align:4px}
.key .ideal{height:0;border-top:2px dashed var(--soft);vertical-align:4px}
.key .shade{background:color-mix(in srgb,var(--bad) 16%,transparent);border-top:3px solid var(--bad)}
.above{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 16px;min-height:22px;margin:4px 0 0;font-size:13px;color:var(--soft)}
.readout{color:var(--ink);font-variant-numeric:tabular-nums}
.plot{position:relative;margin:18px 8px 26px 52px}
.plot svg,.multiples svg{display:block;width:100%;height:100%;overflow:visible}
.plot path,.multiples path{vector-effect:non-scaling-stroke;stroke-linejoin:round}
.plot .x,.plot .y,.band-label{position:absolute;font-size:12px;line-height:16px;color:var(--soft);white-space:nowrap;font-variant-numeric:tabular-nums}
.plot .y{right:100%;margin-right:8px;transform:translateY(-50%)}
.plot .x{top:100%;margin-top:8px;transform:translateX(-50%)}
.plot .x.first{transform:translateX(-8px)}.plot .x.last{transform:translateX(-90%)}
.band-label{top:-18px;margin-left:-1px;font-weight:600}.band-label.last{transform:translateX(-150%)}
.band-label.page{color:var(--bad-ink)}.band-label.ticket{color:var(--warn-ink)}
.grid,.base{stroke:var(--rule);stroke-width:1;fill:none}
.plot .good,.multiples path.good{fill:var(--good)}
.plot .excluded{fill:var(--excluded)}
.plot .bad,.multiples path.bad{fill:var(--bad)}
.rug{stroke:var(--bad);stroke-width:2;fill:none}
.plot .faults{fill:none;stroke:var(--ink);stroke-width:1.5;stroke-dasharray:1 3;stroke-linecap:round}
.release{stroke:var(--ink);stroke-width:1.5;stroke-dasharray:2 3;fill:none}
.release-label{position:absolute;bottom:2px;margin-left:3px;font-size:12px;line-height:16px;color:var(--ink);white-space:nowrap;max-width:14%;overflow:hidden;text-overflow:ellipsis}.release-label.last{transform:translateX(-100%);margin-left:-3px}
.band.page{fill:var(--bad);opacity:.14}.band.ticket{fill:var(--warn);opacity:.14}
.cap{fill:none;stroke-width:3}.cap.page{stroke:var(--bad)}.cap.ticket{stroke:var(--warn);stroke-dasharray:4 3}
.plot .upto99{fill:var(--good);opacity:.3}.plot .upto90{fill:var(--good);opacity:.6}
.plot .p99{fill:none;stroke:var(--good);stroke-width:1}.plot .p50{fill:none;stroke:var(--accent);stroke-width:2}
.plot .budget{fill:none;stroke:var(--accent);stroke-width:2}.plot .left{fill:var(--good);opacity:.16}
.plot .ideal{fill:none;stroke:var(--soft);stroke-width:1.5;stroke-dasharray:6 5}.plot .zero{stroke:var(--ink);stroke-width:1;fill:none}
.lanes .lane{margin:10px 0 4px 52px;font-size:13px}.lanes .lane b{font-weight:600}.lanes .lane small{color:var(--soft);font-size:13px}
.lanes .plot{margin-top:0;margin-bottom:0;background:var(--raised)}.lanes .axis{height:0;margin-bottom:28px;border-top:1px solid var(--rule)}
.lanes .marks{height:18px}
.told{display:inline-block;width:12px;height:12px}
.told.page{background:var(--bad);clip-path:polygon(0 0,100% 0,50% 100%)}
.told.ticket{background:var(--warn);clip-path:polygon(50% 0,100% 50%,50% 100%,0 50%)}
.key .told.muted{border:1.5px solid var(--soft);height:9px;box-sizing:border-box}
.marks .told{position:absolute;top:3px;margin-left:-6px}
.bar{vector-effect:non-scaling-stroke;stroke-width:1.5}
.bar.page{fill:var(--bad);stroke:var(--bad)}.bar.ticket{fill:var(--warn);stroke:var(--warn)}.bar.muted{fill:none;stroke-width:1}
.multiples{list-style:none;margin:0;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(220px,1fr));gap:24px}
.multiples li{min-width:0}.multiples p{margin:0}.multiples .name{font-weight:600;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.multiples .figure{font-size:20px;font-variant-numeric:tabular-nums}.multiples .counts,.multiples .peak{font-size:13px;color:var(--soft)}
.multiples svg{height:48px;margin:8px 0 10px}
.hurt{color:var(--bad-ink);font-weight:600}
.mark{width:48px;height:48px;flex:none;fill:none;stroke:var(--ink);stroke-width:3}
.mark .water{fill:var(--water);stroke:none}.mark.warn .water{fill:var(--warn)}.mark.bad .water{fill:var(--bad)}
.data summary{font-size:13px;color:var(--accent);cursor:pointer;margin-left:52px;width:fit-content}
.data .scroll{max-height:320px;margin:8px 0 0 52px;max-width:max-content}
.cursor{position:absolute;top:0;bottom:0;width:1px;background:var(--ink);pointer-events:none}
.reach{position:absolute;inset:0;touch-action:pan-y;cursor:crosshair}
.reach:focus-visible{outline:2px solid var(--accent);outline-offset:4px}
@media (max-width:600px){.plot .x.wide{display:none}.plot{margin-left:44px;margin-right:4px}.above{min-height:44px;align-content:space-between}.readout{order:-1;width:100%}
.lanes .lane{margin-left:0}.data summary,.data .scroll{margin-left:0}.multiples{grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:20px 16px}}
@media print{.reach,.cursor,.readout{display:none}.chart,.multiples li{break-inside:avoid}.plot,.multiples,.mark,.key{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`);
