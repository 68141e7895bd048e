// Before the first paint: the theme that was chosen last, so that a dark page never flashes white.
(() => {
  const theme = localStorage.getItem("plimsoll.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
})();
