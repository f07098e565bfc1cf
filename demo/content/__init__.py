"""What the demo says: the made-up agency 嶺上創意, its articles, services, cases, pages, people and enquiries.

Pure data, loaded by `manage.py demo` and read by tests and screenshots. Every record is a frozen dataclass from
`demo.content.shapes`; long texts stand beside the Python as HTML and are read by `.body` (a case also has `.problem`
and `.action`). What the lists hold:

| module | what |
|---|---|
| `site` | `IDENTITY`, `MENU` (a `MenuItem` has a path), `CHANNELS` (contact), `CONSENT` |
| `articles` | `CHANNELS`, `TAGS`, `AUTHORS`, `SOURCES`, `ARTICLES` (more in `news`), `SERIES` |
| `services`, `cases` | `SERVICES`; `INDUSTRIES`, `CASES` |
| `pages` | `PAGES`, each with its path (the home page is `/`) and the sections that it is made of |
| `questions` | `QUESTIONS` of readers |
| `leads`, `people` | `ENQUIRIES`; `PEOPLE`, one for each role |

Records refer to each other by slug. Times are relative to the day the demo is loaded: `days_ago` and a time of day
`at` in the site's zone. Three notations in the HTML are for the loader to translate before the text is saved:

- `<img data-picture="dawn" alt="…">`: a key of `demo.pictures.PICTURES`, to become the id of the stored picture;
- `<a data-to="articles.article:decision-cycle">`: app, model and slug, to become the id, with an href; for
  `pages.page` the slug is the page's path without its slashes (`contact`);
- headings have no ids: the rich-text field gives them theirs.

Everything here is fiction, says so (示例) where a reader could take it for a fact, and uses no real company, person,
address or number.
"""
