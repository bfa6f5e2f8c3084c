/// `style.css`: for wide and narrow windows, in light and dark.
enum ReferenceStyle {
    static let text = """
        /* \(ReferenceSite.heading) */
        :root {
          color-scheme: light dark;
          --ground: #ffffff; --raised: #f6f7f9; --line: #dfe2e8; --ink: #1b1f27; --soft: #596273;
          --link: #1a56b8; --accent: #b45309; --mark: #fff3c4; --code: #f1f3f6;
          --good: #13653a; --good-ground: #dff3e6; --warn: #7a4b00; --warn-ground: #fdeccb; --bad: #9b1c2c;
          --bad-ground: #fde3e6; --key: #1a56b8; --comment: #596273;
          --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
          --head: 3.5rem;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ground: #14171c; --raised: #1b1f26; --line: #323844; --ink: #e6e9ef; --soft: #a3adbd;
            --link: #8ab8ff; --accent: #f5b454; --mark: #4a3b10; --code: #22272f;
            --good: #8fdcae; --good-ground: #17382a; --warn: #f6c671; --warn-ground: #40300f; --bad: #ffa7b1;
            --bad-ground: #4a1d24; --key: #8ab8ff; --comment: #a3adbd;
          }
        }
        * { box-sizing: border-box; }
        html { scroll-padding-top: calc(var(--head) + 1rem); }
        body {
          margin: 0; background: var(--ground); color: var(--ink);
          font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif;
          overflow-wrap: break-word;
        }
        a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: .15em; }
        a:not(:hover) { text-decoration-color: color-mix(in srgb, currentColor 35%, transparent); }
        :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
        main:focus, article:focus, li:focus { outline: none; }
        code, pre, kbd { font-family: var(--mono); font-size: .875em; }
        code { overflow-wrap: anywhere; }
        pre code, .default code { font-size: 1em; }
        pre code { overflow-wrap: normal; }
        p { margin: .35rem 0; }
        .soft { color: var(--soft); font-weight: 400; }
        .unseen {
          position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%);
          white-space: nowrap;
        }
        .skip { position: fixed; left: 1rem; top: -4rem; z-index: 3; padding: .5rem 1rem; background: var(--ground); }
        .skip:focus { top: .5rem; }

        header {
          position: sticky; top: 0; z-index: 2; display: flex; align-items: center; gap: 1.5rem; height: var(--head);
          padding: 0 1.25rem; background: var(--ground); border-bottom: 1px solid var(--line);
        }
        .home { font-weight: 650; color: var(--ink); text-decoration: none; white-space: nowrap; }
        .search { position: relative; flex: 1; max-width: 34rem; margin-left: auto; }
        .search input {
          width: 100%; height: 2.25rem; padding: 0 2.25rem 0 .75rem; font: inherit; font-size: .9375rem; color: var(--ink);
          background: var(--raised); border: 1px solid var(--line); border-radius: .5rem;
        }
        .search kbd {
          position: absolute; right: .6rem; top: .5rem; padding: 0 .4rem; line-height: 1.25rem; color: var(--soft);
          border: 1px solid var(--line); border-radius: .25rem; pointer-events: none;
        }
        .search input:focus + kbd, .search input:not(:placeholder-shown) + kbd { display: none; }
        #results {
          position: absolute; left: 0; right: 0; top: 2.6rem; margin: 0; padding: .25rem; list-style: none;
          max-height: min(70vh, 32rem); overflow-y: auto; background: var(--ground); border: 1px solid var(--line);
          border-radius: .5rem; box-shadow: 0 .75rem 2rem rgb(0 0 0 / .18);
        }
        #results li { padding: .4rem .6rem; border-radius: .35rem; cursor: pointer; }
        #results li[aria-selected=true] { background: var(--code); box-shadow: inset 3px 0 var(--accent); }
        #results li:hover { background: var(--raised); }
        #results code { padding: 0; background: none; }
        #results .soft { display: block; font-size: .8125rem; line-height: 1.35; }
        #results .none { cursor: default; color: var(--soft); }

        .frame { display: grid; grid-template-columns: 17rem minmax(0, 1fr); max-width: 82rem; margin: 0 auto; }
        nav {
          position: sticky; top: var(--head); align-self: start; max-height: calc(100vh - var(--head)); overflow-y: auto;
          padding: 1.5rem .5rem 2rem 1.25rem; font-size: .9375rem;
        }
        nav summary { display: none; }
        nav ul { list-style: none; margin: 0; padding: 0; }
        nav a { display: block; padding: .15rem .6rem; color: var(--ink); text-decoration: none; border-radius: .35rem; }
        nav a:hover { background: var(--raised); }
        nav a[aria-current] { background: var(--code); box-shadow: inset 3px 0 var(--accent); }
        nav .group { margin-top: .75rem; font-weight: 650; }
        nav .version { color: var(--soft); font-family: var(--mono); font-size: .8125rem; }
        nav ul ul ul { margin: 0 0 .5rem .6rem; border-left: 1px solid var(--line); }
        main { min-width: 0; padding: 1.5rem 2rem 6rem; }

        h1 { margin: 0 0 1rem; font-size: 1.875rem; line-height: 1.25; letter-spacing: -.01em; }
        h2 { margin: 3.5rem 0 .5rem; padding-bottom: .4rem; font-size: 1.5rem; border-bottom: 1px solid var(--line); }
        h3 { margin: 2rem 0 .5rem; font-size: 1.25rem; }
        h4 { margin: 0 0 .35rem; font-size: 1.25rem; }
        h5 { margin: 1.5rem 0 .5rem; font-size: 1rem; }
        h6 { margin: 1rem 0 .25rem; font-size: .9375rem; }
        .prose h4 { font-size: 1.0625rem; margin-top: 1rem; }
        .kind h4 .soft { font-size: .875rem; font-family: var(--mono); }
        .permalink { margin-left: .4rem; color: var(--soft); font-weight: 400; text-decoration: none; opacity: 0; }
        :is(h2, h3, h4, .head):hover > .permalink, .permalink:focus-visible { opacity: 1; }
        @media (hover: none) { .permalink { opacity: .6; } }

        .badge {
          display: inline-block; padding: 0 .45rem; font: 600 .75rem/1.35rem system-ui, sans-serif; color: var(--soft);
          background: var(--code); border-radius: 1rem; vertical-align: .1em; white-space: nowrap;
        }
        .badge.stable { color: var(--good); background: var(--good-ground); }
        .badge.beta { color: var(--warn); background: var(--warn-ground); }
        .badge.alpha, .badge.required { color: var(--bad); background: var(--bad-ground); }
        article { margin: 1.25rem 0; }
        .kind { padding: 1.25rem 1.5rem 1.5rem; border: 1px solid var(--line); border-radius: .75rem; }
        .type { padding: .5rem 0 .5rem 1rem; border-left: 2px solid var(--line); }
        .type h4, .type h3 { margin: 0; font-size: 1.0625rem; }
        .uses { font-size: .9375rem; color: var(--soft); }
        .note {
          margin: .75rem 0; padding: .3rem .9rem; background: var(--raised); border-left: 3px solid var(--line);
          border-radius: .25rem; font-size: .9375rem;
        }
        .note.warning { color: var(--warn); background: var(--warn-ground); border-color: currentColor; }
        .facts { display: flex; flex-wrap: wrap; gap: .5rem 2rem; margin: .9rem 0; }
        .facts dt { font-size: .8125rem; color: var(--soft); }
        .facts dd { margin: 0; }
        p code, li > code, dd code, td code { padding: .1em .3em; background: var(--code); border-radius: .25rem; }
        a code { color: inherit; }

        .wide { overflow-x: auto; }
        table { width: 100%; border-collapse: collapse; font-size: .9375rem; }
        th { padding: .35rem .75rem .35rem 0; text-align: left; font-weight: 600; color: var(--soft); font-size: .8125rem; }
        td { padding: .4rem .75rem .4rem 0; vertical-align: top; border-top: 1px solid var(--line); }
        .method { font: 600 .8125rem/1 var(--mono); }
        pre {
          position: relative; margin: .6rem 0; padding: .8rem 1rem; overflow-x: auto; background: var(--raised);
          border: 1px solid var(--line); border-radius: .5rem; line-height: 1.5;
        }
        pre .k { color: var(--key); }
        pre .c { color: var(--comment); font-style: italic; }
        .copying { position: relative; }
        .copying button {
          position: absolute; right: .5rem; top: .5rem; padding: .15rem .55rem; font: inherit; font-size: .8125rem;
          color: var(--soft); background: var(--ground); border: 1px solid var(--line); border-radius: .35rem; cursor: pointer;
        }
        summary { width: fit-content; padding: .1rem .25rem; cursor: pointer; color: var(--soft); font-size: .875rem; }
        .requests { margin-top: 1.5rem; }
        .requests > summary { padding: 0; font-size: 1rem; font-weight: 650; color: var(--ink); }

        .fields { list-style: none; margin: .25rem 0; padding: 0; }
        .fields > li { padding: .45rem .75rem .5rem; border-top: 1px solid var(--line); }
        .fields > li:first-child { border-top: 0; }
        .fields .fields { margin-left: .35rem; border-left: 2px solid var(--line); }
        .head { display: flex; flex-wrap: wrap; align-items: baseline; gap: .1rem .6rem; }
        .head .name { font-weight: 650; font-size: .9375rem; padding: 0; background: none; }
        .head .type { padding: 0; border: 0; font-size: .875rem; color: var(--soft); }
        .head .default { font-size: .875rem; color: var(--soft); }
        .head .permalink { margin-left: -.2rem; }
        .rules { display: flex; flex-wrap: wrap; gap: .1rem 1rem; margin: .2rem 0; padding: 0; list-style: none; }
        .rules li { font-size: .875rem; color: var(--accent); }
        .rules code { color: var(--ink); }
        .values { margin: .3rem 0; padding-left: 1.1rem; list-style: disc; font-size: .9375rem; }
        .values.plain { display: flex; flex-wrap: wrap; gap: .3rem .5rem; padding: 0; list-style: none; }
        :target, .found { background: var(--mark); box-shadow: 0 0 0 .3rem var(--mark); border-radius: .35rem; }
        .kind:target, .kind.found { background: none; border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
        :is(h2, h3):target { background: none; box-shadow: none; color: var(--accent); }
        body:target { background: var(--ground); box-shadow: none; }
        main:target { background: none; box-shadow: none; }

        @media (max-width: 52rem) {
          header { gap: .75rem; padding: 0 1rem; }
          .home { max-width: 30vw; overflow: hidden; text-overflow: ellipsis; }
          .search kbd { display: none; }
          .frame { display: block; }
          nav { position: static; max-height: none; padding: .75rem 1rem 0; }
          nav summary { display: list-item; list-style-position: inside; padding: .4rem .25rem; font-size: 1rem; color: var(--ink); font-weight: 600; }
          main { padding: 1rem 1rem 4rem; }
          h1 { font-size: 1.5rem; }
          .kind { padding: 1rem; }
          .fields > li { padding: .6rem .25rem .6rem .6rem; }
          .fields .fields { margin-left: 0; }
          .fields .fields > li { padding-right: 0; }
          .kinds thead { display: none; }
          .kinds tr { display: block; padding: .5rem 0; border-top: 1px solid var(--line); }
          .kinds td { display: inline-block; padding: 0 .5rem 0 0; border: 0; }
          .kinds td:last-child { display: block; }
          #results { position: fixed; left: .5rem; right: .5rem; top: calc(var(--head) - .25rem); }
        }
        @media (prefers-reduced-motion: no-preference) { .fields > li, .kind { transition: background .4s, box-shadow .4s; } }
        @media print { header, nav, .permalink, .copying button { display: none; } .frame { display: block; } }

        """
}
