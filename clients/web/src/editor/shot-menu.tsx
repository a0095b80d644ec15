// SPDX-License-Identifier: Apache-2.0
import { ArrowLeft, ArrowRight, ListPlus, Lock, LockOpen, Play, Trash2 } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { words } from "../words";
import { movedBy } from "./changes";
import type { Desk } from "./desk";
import type { Cut, Shot } from "./model";
import type { CutPlayer } from "./player";
import { useEditor } from "./store";

/** What was asked about, and where the menu opens in the window. */
export interface MenuAt {
  shotId: string;
  x: number;
  y: number;
}

interface ShotMenuProps {
  at: MenuAt | null;
  cut: Cut;
  desk: Desk;
  player: CutPlayer | null;
  onClose: () => void;
}

/** What can be done with a shot: on a long press, a right click or the menu key. Lock and delete take the whole selection if the shot is of it. */
export function ShotMenu({ at, cut, desk, player, onClose }: ShotMenuProps) {
  const selected = useEditor((state) => state.selected);
  const index = cut.shots.findIndex((shot) => shot.id === at?.shotId);
  const shot = cut.shots[index];
  if (at === null || shot === undefined) {
    return null;
  }
  const shots = selected.includes(shot.id) ? cut.shots.filter((other) => selected.includes(other.id)) : [shot];
  const locked = shots.every((other) => other.lock !== null);
  const move = (direction: 1 | -1): void => {
    const change = movedBy(cut, shot.id, direction);
    if (change !== null) {
      desk.make(change);
      useEditor.setState({ selected: [shot.id] });
    }
  };
  // At once, and not when the menu is gone: a key pressed right after Escape is for the shot already.
  const close = (): void => {
    document.querySelector<HTMLElement>(`[data-shot="${CSS.escape(shot.id)}"] button`)?.focus({ preventScroll: true });
    onClose();
  };
  return (
    <DropdownMenu.Root open modal={false} onOpenChange={(open) => !open && close()}>
      <DropdownMenu.Trigger asChild>
        <span className="fixed size-0" style={{ left: at.x, top: at.y }} tabIndex={-1} role="button" aria-label={words.menu.label(index + 1)} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Content
        aria-label={words.menu.label(index + 1)}
        side="top"
        align="start"
        sideOffset={10}
        collisionPadding={8}
        // The finger that asked leaves the focus on the shot.
        onFocusOutside={(event) => event.preventDefault()}
        onCloseAutoFocus={(event) => event.preventDefault()}
        className="z-50 min-w-56 rounded-xl border border-line bg-raised p-1.5 shadow-2xl shadow-black"
      >
        <p className="truncate px-3 pt-1 pb-1.5 text-[13px] text-soft">{titleOf(index, shots, shot)}</p>
        <Item icon={<Play size={17} />} onPick={() => playFrom(player, shot)}>
          {words.menu.play}
        </Item>
        <Item icon={locked ? <LockOpen size={17} /> : <Lock size={17} />} shortcut="X" onPick={() => desk.make(...shots.filter((other) => (other.lock !== null) === locked).map(({ id }) => ({ kind: locked ? ("unlock" as const) : ("lock" as const), shot: id })))}>
          {locked ? words.menu.unlock : words.menu.lock}
        </Item>
        <Item icon={<ArrowLeft size={17} />} shortcut="Alt ←" off={index === 0} onPick={() => move(-1)}>
          {words.menu.earlier}
        </Item>
        <Item icon={<ArrowRight size={17} />} shortcut="Alt →" off={index === cut.shots.length - 1} onPick={() => move(1)}>
          {words.menu.later}
        </Item>
        <Item icon={<ListPlus size={17} />} off={index === cut.shots.length - 1} onPick={() => useEditor.setState({ selected: withNext(cut, shots) })}>
          {words.menu.withNext}
        </Item>
        <DropdownMenu.Separator className="my-1.5 h-px bg-line" />
        <Item icon={<Trash2 size={17} />} shortcut="Backspace" danger onPick={() => desk.make(...shots.map(({ id }) => ({ kind: "delete" as const, shot: id, reason: "" })))}>
          {words.menu.delete(shots.length)}
        </Item>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

const titleOf = (index: number, shots: Shot[], shot: Shot): string =>
  shots.length > 1 ? words.inspector.many(shots.length) : `${words.inspector.shot(index + 1)} · ${shot.fileName}`;

function playFrom(player: CutPlayer | null, shot: Shot): void {
  player?.seek(shot.start);
  void player?.play();
}

/** The selection with the shot behind its last one: how a finger selects several. */
function withNext(cut: Cut, shots: Shot[]): string[] {
  const last = cut.shots.findLastIndex((shot) => shots.some((other) => other.id === shot.id));
  const next = cut.shots[last + 1];
  return [...shots.map(({ id }) => id), ...(next === undefined ? [] : [next.id])];
}

interface ItemProps {
  icon: ReactNode;
  shortcut?: string;
  danger?: boolean;
  off?: boolean;
  onPick: () => void;
  children: ReactNode;
}

function Item({ icon, shortcut, danger = false, off = false, onPick, children }: ItemProps) {
  return (
    <DropdownMenu.Item
      disabled={off}
      onSelect={onPick}
      className={`flex h-11 items-center gap-3 rounded-lg px-3 outline-none data-disabled:opacity-40 data-highlighted:bg-hover ${danger ? "text-bad" : ""}`}
    >
      {icon}
      <span className="mr-auto">{children}</span>
      {shortcut !== undefined && <kbd className="ml-6 font-sans text-[12px] text-soft max-[1100px]:hidden">{shortcut}</kbd>}
    </DropdownMenu.Item>
  );
}
