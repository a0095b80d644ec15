// SPDX-License-Identifier: Apache-2.0
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app";
import { token, tokenFromAddress } from "./lib/sign-in";
import "./styles.css";

const root = document.getElementById("root");
if (root === null) {
  throw new Error("the page has no element #root");
}
if (token() !== null) {
  // Who is signed in stays who they are; the link's token must not stay in the address all the same.
  tokenFromAddress();
}
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
