/** The style sheet of the charts; see build/vite-config.ts. */
declare module "virtual:chart-style.css";
