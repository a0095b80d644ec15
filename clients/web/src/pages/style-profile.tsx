// SPDX-License-Identifier: Apache-2.0
import { Waiting } from "../ui/feedback";
import { words } from "../words";

export default function StyleProfile(_: { jobId?: string; generationId?: string }) {
  return <Waiting>{words.loading}</Waiting>;
}
