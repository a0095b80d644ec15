// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@connectrpc/connect-query";
import { Clapperboard } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { MediaService } from "../../gen/rushes/v1/media_service_pb";
import { type Stored, usePicture } from "../../lib/pictures";

const MANY = 4;

/** The first clips of an edit, asked for when the card comes into sight. An edit whose pictures nobody had made shows a sign. */
export function Thumbnails({ jobId }: { jobId: string }) {
  const box = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const watcher = new IntersectionObserver(([entry]) => entry?.isIntersecting === true && setSeen(true), { rootMargin: "200px" });
    if (box.current !== null) {
      watcher.observe(box.current);
    }
    return () => watcher.disconnect();
  }, []);
  const previews = useQuery(MediaService.method.listMediaPreviews, { jobId }, { enabled: seen, staleTime: 60_000 });
  const pictures = (previews.data?.previews ?? [])
    .map((preview) => preview.thumbnail?.blob)
    .filter((blob) => blob !== undefined)
    .slice(0, MANY);
  return (
    <div ref={box} aria-hidden className="flex h-36 gap-px overflow-hidden bg-ground">
      {pictures.length === 0 ? (
        <span className="flex flex-1 items-center justify-center bg-raised text-faint">
          <Clapperboard size={30} strokeWidth={1.25} />
        </span>
      ) : (
        pictures.map((picture) => <Picture key={picture.sha256} stored={picture} />)
      )}
    </div>
  );
}

function Picture({ stored }: { stored: Stored }) {
  const url = usePicture(stored);
  return (
    <span className="relative min-w-0 flex-1 bg-raised">
      {url !== null && (
        <img src={url} alt="" className="absolute inset-0 h-full w-full object-cover transition-transform duration-300 group-hover:scale-105" />
      )}
    </span>
  );
}
