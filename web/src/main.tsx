import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "virtual:chart-style.css";
import "./styles.css";
import { App } from "./shell/app.tsx";
import { followRelease } from "./shell/follow-release.ts";
import { installTooltip } from "./ui/tooltip.ts";

const place = document.querySelector("#root");
if (place === null) throw new Error("index.html has lost its #root");
followRelease();
installTooltip();
createRoot(place).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
