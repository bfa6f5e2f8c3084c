/// `script.js`: search, and the way to what a link names; without it the page can still be read.
enum ReferenceScript {
    static let text = #"""
        // \#(ReferenceSite.heading)
        "use strict";

        // MARK: The way to a place

        // Opens whatever folds a place away, shows it, and sets it apart.
        function reveal(id) {
          const place = document.getElementById(id);
          for (const other of document.querySelectorAll(".found")) other.classList.remove("found");
          if (!place) return;
          for (let around = place.parentElement; around; around = around.parentElement) {
            if (around.tagName === "DETAILS") around.open = true;
          }
          if (place.dataset.find) place.classList.add("found");
          place.scrollIntoView();
          if (place.tabIndex >= -1) place.focus({ preventScroll: true });
          const kind = place.closest("article, section.group");
          for (const link of document.querySelectorAll("nav a")) {
            const isHere = kind && link.hash === "#" + encodeURIComponent(kind.id);
            isHere ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
          }
        }

        function follow() {
          let id = location.hash.slice(1);
          try { id = decodeURIComponent(id); } catch { /* As it stands. */ }
          if (id) reveal(id);
        }

        addEventListener("hashchange", follow);
        // A link to where one is already leads there again.
        document.addEventListener("click", (event) => {
          const link = event.target.closest("a[href^='#']");
          if (link && link.hash === location.hash) follow();
        });

        // MARK: Search

        const field = document.getElementById("search");
        const list = document.getElementById("results");
        const count = document.getElementById("count");
        let index = null;
        let chosen = -1;

        // What there is to find, read from the page when somebody looks for the first time.
        function places() {
          index ??= [...document.querySelectorAll("[data-find]")].map((place) => {
            const { find, name, path = "", of = "" } = place.dataset;
            const text = [...place.children].find((child) => child.matches("p, .lead"))?.textContent.trim() ?? "";
            return { id: place.id, find, name, path, of, text, words: [name, path, of].join(" ").toLowerCase(), says: text.toLowerCase() };
          });
          return index;
        }

        // How well a place fits; 0 if it does not.
        function worth(place, words) {
          let sum = 0;
          for (const word of words) {
            const name = place.name.toLowerCase();
            const path = place.path.toLowerCase();
            if (name === word || path === word || path.endsWith("." + word)) sum += 100;
            else if (name.startsWith(word)) sum += 60;
            else if (name.includes(word)) sum += 40;
            else if (place.words.includes(word)) sum += 20;
            else if (place.says.includes(word)) sum += 5;
            else return 0;
          }
          return sum + (place.find === "kind" ? 8 : place.find === "type" ? -8 : 0) - place.path.split(".").length / 10;
        }

        function search() {
          const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
          chosen = -1;
          list.replaceChildren();
          if (!words.length) return close();
          const found = places().map((place) => [worth(place, words), place]).filter(([value]) => value > 0);
          found.sort((one, other) => other[0] - one[0]);
          for (const [, place] of found.slice(0, 30)) list.append(row(place));
          if (!found.length) {
            const none = document.createElement("li");
            none.className = "none";
            none.textContent = "Nothing is called that";
            list.append(none);
          }
          count.textContent = found.length === 1 ? "1 result" : found.length + " results";
          list.hidden = false;
          field.setAttribute("aria-expanded", "true");
          if (found.length) choose(0);
        }

        function row(place) {
          const item = document.createElement("li");
          item.id = "result-" + list.children.length;
          item.setAttribute("role", "option");
          item.dataset.to = place.id;
          const name = document.createElement("code");
          name.textContent = place.find === "field" ? place.path : place.name;
          const about = document.createElement("span");
          about.className = "soft";
          about.textContent = [place.find === "kind" ? place.path : place.of || place.find, place.text].filter(Boolean).join(" · ").slice(0, 140);
          item.append(name, about);
          return item;
        }

        function choose(number) {
          const rows = list.querySelectorAll("[role=option]");
          if (!rows.length) return;
          chosen = (number + rows.length) % rows.length;
          rows.forEach((row, position) => row.setAttribute("aria-selected", String(position === chosen)));
          rows[chosen].scrollIntoView({ block: "nearest" });
          field.setAttribute("aria-activedescendant", rows[chosen].id);
        }

        function close() {
          list.hidden = true;
          count.textContent = "";
          field.setAttribute("aria-expanded", "false");
          field.removeAttribute("aria-activedescendant");
        }

        function go(row) {
          if (!row) return;
          close();
          field.value = "";
          field.blur();
          const hash = "#" + encodeURIComponent(row.dataset.to);
          hash === location.hash ? follow() : (location.hash = hash);
        }

        field.addEventListener("input", search);
        field.addEventListener("focus", () => { if (field.value) search(); });
        field.addEventListener("blur", close);
        // Before the field loses the focus, and the list with it.
        list.addEventListener("mousedown", (event) => {
          event.preventDefault();
          go(event.target.closest("[role=option]"));
        });
        field.addEventListener("keydown", (event) => {
          if (event.key === "ArrowDown") choose(chosen + 1);
          else if (event.key === "ArrowUp") choose(chosen - 1);
          else if (event.key === "Enter") go(list.querySelector("[aria-selected=true]"));
          else if (event.key === "Escape") { field.value = ""; close(); field.blur(); }
          else return;
          event.preventDefault();
        });
        document.addEventListener("keydown", (event) => {
          if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
          if (event.target.closest("input, textarea, [contenteditable]")) return;
          event.preventDefault();
          field.focus();
        });

        // MARK: Copying

        if (navigator.clipboard) {
          for (const block of document.querySelectorAll("pre.copy")) {
            const around = document.createElement("div");
            around.className = "copying";
            block.replaceWith(around);
            const button = document.createElement("button");
            button.type = "button";
            button.textContent = "Copy";
            button.addEventListener("click", async () => {
              await navigator.clipboard.writeText(block.textContent);
              button.textContent = "Copied";
              setTimeout(() => { button.textContent = "Copy"; }, 1500);
            });
            around.append(block, button);
          }
        }

        // On a narrow window the contents would fill the first screen.
        if (matchMedia("(max-width: 52rem)").matches) document.getElementById("menu").open = false;
        follow();

        """#
}
