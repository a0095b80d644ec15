// SPDX-License-Identifier: Apache-2.0
import { Waiting } from "../ui/feedback";
import { words } from "../words";

export default function Editor(_: { jobId: string }) {
  return <Waiting>{words.loading}</Waiting>;
}
