// Asks for the token where one is set.
import { html, useEffect, useRef, useState } from "./vendor/preact.js";
import { logIn } from "./api.js";
import { Mark } from "./mark.js";

export function LogIn({ onDone }) {
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const field = useRef();
  useEffect(() => {
    document.title = "Log in · Plimsoll";
    field.current.focus();
  }, []);
  const send = async (event) => {
    event.preventDefault();
    setBusy(true);
    const refused = await logIn(field.current.value.trim());
    setBusy(false);
    setProblem(refused);
    if (refused === null) {
      onDone();
    } else {
      field.current.select();
    }
  };
  return html`<main class="login card">
    <p class="brand"><${Mark} /><span>Plimsoll</span></p>
    <h1>Log in</h1>
    <form onSubmit=${send}>
      <label for="token">Token</label>
      <input ref=${field} id="token" type="password" autocomplete="current-password" required
        aria-describedby="token-hint token-problem" aria-invalid=${problem ? "true" : undefined} />
      <p id="token-problem" class="is-sustained" role="alert">${problem}</p>
      <p id="token-hint" class="soft small">It was printed when the watch was set up to listen beyond this machine.</p>
      <button class="main" disabled=${busy}>Log in</button>
    </form>
  </main>`;
}
