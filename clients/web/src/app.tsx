// SPDX-License-Identifier: Apache-2.0
import { TransportProvider } from "@connectrpc/connect-query";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Tooltip } from "radix-ui";
import { lazy, Suspense, useState } from "react";
import { Toaster } from "sonner";
import { Route, Switch } from "wouter";
import { transport } from "./lib/api";
import { useLink, useToken } from "./lib/sign-in";
import { GuestLink } from "./pages/guest-link";
import { Home } from "./pages/home";
import { NotFound } from "./pages/not-found";
import { SignIn } from "./pages/sign-in";
import { Frame } from "./ui/frame";
import { Waiting } from "./ui/feedback";
import { words } from "./words";

const Editor = lazy(() => import("./editor/editor"));
const Upload = lazy(() => import("./pages/upload"));
const Processing = lazy(() => import("./pages/processing"));
const StyleProfile = lazy(() => import("./pages/style-profile"));
const Analytics = lazy(() => import("./pages/analytics"));

/** The whole editor: sign-in, then one page by address. */
export function App() {
  return (
    <TransportProvider transport={transport}>
      <Tooltip.Provider delayDuration={500}>
        <Toaster theme="dark" position="top-center" offset={64} style={{ fontFamily: "inherit" }} />
        <Door />
      </Tooltip.Provider>
    </TransportProvider>
  );
}

/** Lets in whoever is signed in; somebody else finds nothing of what the one before has read. */
function Door() {
  const token = useToken();
  const [link, forget] = useLink();
  return token === null ? <SignIn link={link} /> : <Inside key={token} link={link} onForget={forget} />;
}

function Inside({ link, onForget }: { link: string | null; onForget: () => void }) {
  const [queries] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: 2, staleTime: 5000, refetchOnWindowFocus: false } } }));
  return (
    <QueryClientProvider client={queries}>
      <div className="flex h-full flex-col">
        <GuestLink link={link} onForget={onForget} />
        <div className="min-h-0 flex-1 overflow-y-auto">
          <Pages />
        </div>
      </div>
    </QueryClientProvider>
  );
}

function Pages() {
  return (
    <Suspense fallback={<Waiting>{words.loading}</Waiting>}>
      <Switch>
        <Route path="/p/:job">{({ job }) => <Editor key={job} jobId={job} />}</Route>
        <Route>
          <Frame>
            <Suspense fallback={<Waiting>{words.loading}</Waiting>}>
              <Switch>
                <Route path="/" component={Home} />
                <Route path="/new">
                  <Upload />
                </Route>
                <Route path="/new/:job">{({ job }) => <Upload jobId={job} />}</Route>
                <Route path="/p/:job/progress/:generation">
                  {({ job, generation }) => <Processing jobId={job} generationId={generation} />}
                </Route>
                <Route path="/style">
                  <StyleProfile />
                </Route>
                <Route path="/analytics">
                  <Analytics />
                </Route>
                <Route component={NotFound} />
              </Switch>
            </Suspense>
          </Frame>
        </Route>
      </Switch>
    </Suspense>
  );
}
