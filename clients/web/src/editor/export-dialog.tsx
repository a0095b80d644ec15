// SPDX-License-Identifier: Apache-2.0
import { Dialog } from "../ui/dialog";
import { words } from "../words";
import type { Cut } from "./model";

export default function ExportDialog({ cut, name, onClose }: { cut: Cut; name: string; onClose: () => void }) {
  return (
    <Dialog open onOpenChange={onClose} title={words.editor.export} description={name} wide>
      {cut.revision}
    </Dialog>
  );
}
