// The filter: an input with completion, checked while it is written, errors shown at their column.
import { html, useEffect, useRef, useState } from "./vendor/preact.js";
import { ask } from "./api.js";
import { useFilterFocus } from "./keys.js";

const CHECK_PAUSE_MILLIS = 150;
const EXAMPLES = ["proto:tcp state:SYN_SENT", "direction:out dport:22", "remote:192.0.2.0/24", "is:unreplied age<10s"];

/** Whether the text is a filter: undefined while that is not known, null if so, else what is wrong. */
function useCheck(text) {
  const [problem, setProblem] = useState(undefined);
  useEffect(() => {
    setProblem(undefined);
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const { ok, message, column } = await ask("filter", { text }, abort.signal);
        setProblem(ok ? null : { message, column });
      } catch (error) {
        if (error.name !== "AbortError") setProblem(error.status === 400 ? { message: error.message, column: error.column } : undefined);
      }
    }, CHECK_PAUSE_MILLIS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [text]);
  return problem;
}

const NO_WORDS = { from: 0, completions: [] };

/** The words that fit at the caret, once the reader has begun to write, and where they begin. */
function useWords(text, at, open) {
  const [words, setWords] = useState(NO_WORDS);
  useEffect(() => {
    if (!open) {
      setWords(NO_WORDS);
      return undefined;
    }
    const abort = new AbortController();
    ask("filter/words", { text, at }, abort.signal)
      .then(setWords)
      .catch(() => setWords(NO_WORDS)); // completion is a comfort: without it the filter works as well
    return () => abort.abort();
  }, [text, at, open]);
  return words;
}

export function FilterBox({ filter, onFilter }) {
  const [text, setText] = useState(filter);
  const [at, setAt] = useState(filter.length);
  const [open, setOpen] = useState(false);
  const [chosenWord, setChosenWord] = useState(null);
  const input = useRef();
  const problem = useCheck(text);
  const { from, completions: words } = useWords(text, at, open);
  useEffect(() => setText(filter), [filter]);
  // The word that was chosen stays chosen when the list is made anew and still has it.
  const chosen = words.findIndex(({ word }) => word === chosenWord);
  useFilterFocus(() => {
    input.current.focus();
    input.current.select();
  });

  const write = (event) => {
    setText(event.target.value);
    setAt(event.target.selectionStart);
    setOpen(true);
  };
  const take = (word) => {
    const next = text.slice(0, from) + word + (/[:=<>]$/.test(word) ? "" : " ");
    const caret = next.length;
    setText(next + text.slice(at).replace(/^ /, ""));
    setAt(caret);
    setChosenWord(null);
    requestAnimationFrame(() => input.current.setSelectionRange(caret, caret));
  };
  const send = (event) => {
    event?.preventDefault();
    setOpen(false);
    onFilter(text.trim());
  };
  const press = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && words.length > 0) {
      setChosenWord(words[(chosen + step + words.length + (chosen < 0 && step < 0 ? 1 : 0)) % words.length].word);
    } else if ((event.key === "Enter" || event.key === "Tab") && open && chosen >= 0) {
      take(words[chosen].word);
    } else if (event.key === "ArrowDown") {
      setOpen(true);
    } else if (event.key === "Escape" && open) {
      setOpen(false);
    } else {
      return;
    }
    event.preventDefault();
  };
  const shown = open && words.length > 0;
  return html`<div class="filter">
    <form onSubmit=${send} role="search" aria-label="Filter of sessions">
      <div class="filter-field">
        <label class="unseen" for="filter">Filter</label>
        <input ref=${input} id="filter" type="search" role="combobox" autocomplete="off" autocapitalize="off" spellcheck=${false} maxlength="4096"
          placeholder="All sessions; try proto:tcp state:SYN_SENT" value=${text}
          aria-expanded=${shown ? "true" : "false"} aria-controls="filter-words" aria-autocomplete="list"
          aria-activedescendant=${shown && chosen >= 0 ? `word-${chosen}` : undefined}
          aria-invalid=${problem ? "true" : undefined} aria-describedby="filter-problem"
          onInput=${write} onKeyDown=${press} onBlur=${() => setOpen(false)} onClick=${(event) => setAt(event.target.selectionStart)} />
        <ul id="filter-words" class="words" role="listbox" aria-label="Words that fit" hidden=${!shown}>
          ${words.map(
            ({ word, meaning }, index) => html`<li key=${word} id=${`word-${index}`} role="option" aria-selected=${index === chosen ? "true" : "false"}
              ref=${(item) => index === chosen && item?.scrollIntoView({ block: "nearest" })}
              onMouseDown=${(event) => { event.preventDefault(); take(word); }}><span class="word">${word}</span><span>${meaning}</span></li>`,
          )}
        </ul>
      </div>
      <button class="main">Show</button>
    </form>
    <div id="filter-problem" aria-live="polite">${problem && !shown && html`<${Problem} text=${text} problem=${problem} />`}</div>
    ${text === "" && html`<p class="small soft examples">Examples: ${EXAMPLES.map((example) => html`<button type="button" class="plain mono" key=${example} onClick=${() => onFilter(example)}>${example}</button>`)}</p>`}
  </div>`;
}

function Problem({ text, problem: { message, column } }) {
  return html`<div class="filter-error">
    <p>${message}</p>
    ${column > 0 && html`<pre aria-label=${`at column ${column}`}>${`${text}\n${" ".repeat(column - 1)}`}<span class="caret">^</span></pre>`}
  </div>`;
}
