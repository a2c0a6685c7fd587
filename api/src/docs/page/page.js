// The docs page: signs in, keeps the token fresh, and gives each try a key of its own. Tokens stay in memory.
"use strict";

const byId = (id) => document.getElementById(id);
const tell = (text) => { byId("told").textContent = text; };
const JSON_TYPE = "application/json";
// Renewed so many seconds before it ends.
const EARLY_SECONDS = 60;

let ui = null;
let session = null;

// The key is required by the service; here it is filled in, so the field may stay empty.
function withOptionalKeys(text) {
  const spec = JSON.parse(text);
  for (const item of Object.values(spec.paths)) {
    for (const operation of Object.values(item)) {
      for (const parameter of operation.parameters || []) {
        if (parameter.name === "Idempotency-Key") {
          parameter.required = false;
          parameter.description += " This page fills in a new one when the field is empty.";
        }
      }
    }
  }
  return JSON.stringify(spec);
}

const fillKeys = () => ({
  statePlugins: { spec: { wrapActions: { updateSpec: (update) => (text) => update(withOptionalKeys(text)) } } },
});

function newKey() {
  if (crypto.randomUUID) {
    return crypto.randomUUID();
  }
  // Browsers offer randomUUID over HTTPS and on this machine only.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function withKey(request) {
  const names = Object.keys(request.headers || {}).map((name) => name.toLowerCase());
  if ((request.method || "").toUpperCase() === "POST" && !names.includes("idempotency-key")) {
    request.headers["Idempotency-Key"] = newKey();
  }
  return request;
}

async function post(path, body, headers) {
  const answer = await fetch(path, {
    method: "POST",
    credentials: "omit",
    headers: { "Content-Type": JSON_TYPE, Accept: JSON_TYPE, ...headers },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  const reply = text ? JSON.parse(text) : {};
  if (!answer.ok) {
    throw new Error(reply.detail || reply.title || String(answer.status));
  }
  return reply;
}

function keep(tokens, login) {
  const renewal = setTimeout(renew, Math.max(5, tokens.expires_in - EARLY_SECONDS) * 1000);
  if (session) {
    clearTimeout(session.renewal);
  }
  session = { login, access: tokens.access_token, refresh: tokens.refresh_token, renewal };
  ui.preauthorizeApiKey("bearerAuth", tokens.access_token);
  byId("sign-in").hidden = true;
  byId("signed-in").hidden = false;
  byId("who").textContent = login;
}

function forget() {
  if (session) {
    clearTimeout(session.renewal);
  }
  session = null;
  ui.authActions.logout(["bearerAuth"]);
  byId("sign-in").hidden = false;
  byId("signed-in").hidden = true;
}

async function renew() {
  const { login, refresh } = session;
  try {
    keep(await post("/v1/auth/refresh", { refresh_token: refresh }, { "Idempotency-Key": newKey() }), login);
  } catch (fault) {
    forget();
    tell(fault.message);
  }
}

async function signIn(event) {
  event.preventDefault();
  const form = event.target;
  tell("");
  try {
    const login = form.elements.login.value.trim();
    const tokens = await post("/v1/auth/login", {
      login, password: form.elements.password.value, device: "Trang tài liệu API",
    });
    form.elements.password.value = "";
    keep(tokens, login);
  } catch (fault) {
    tell(fault.message);
  }
}

async function signOut() {
  const { access } = session;
  forget();
  try {
    await post("/v1/auth/logout", {}, { Authorization: `Bearer ${access}` });
  } catch {
    // The session ends by itself; here the tokens are forgotten already.
  }
}

addEventListener("DOMContentLoaded", () => {
  ui = SwaggerUIBundle({
    url: "/v1/openapi.json",
    dom_id: "#swagger-ui",
    deepLinking: true,
    docExpansion: "none",
    filter: true,
    displayRequestDuration: true,
    tryItOutEnabled: true,
    validatorUrl: null,
    presets: [SwaggerUIBundle.presets.apis],
    plugins: [SwaggerUIBundle.plugins.DownloadUrl, fillKeys],
    layout: "BaseLayout",
    requestInterceptor: withKey,
  });
  byId("sign-in").addEventListener("submit", signIn);
  byId("sign-out").addEventListener("click", signOut);
});
