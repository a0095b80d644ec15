// SPDX-License-Identifier: Apache-2.0
import { Star } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { reasonOf, sessions } from "../lib/api";
import { Button } from "../ui/button";
import { classNames } from "../ui/class-names";
import { words } from "../words";

/** The two questions after an edit; each answer counts at once. */
export function Survey({ jobId }: { jobId: string }) {
  const [post, setPost] = useState<boolean | null>(null);
  const [stars, setStars] = useState(0);
  const answer = async (survey: { wouldPostUnchanged?: boolean; userSatisfaction?: number }): Promise<void> => {
    try {
      const held = await sessions.listEditSessions({ jobId });
      const sessionId = held.sessions.at(-1)?.sessionId;
      if (sessionId !== undefined) {
        await sessions.submitSurvey({ sessionId, survey });
      }
    } catch (error) {
      toast.error(reasonOf(error));
    }
  };
  const told = (next: { post?: boolean; stars?: number }): void => {
    const all = { post: next.post ?? post, stars: next.stars ?? stars };
    setPost(all.post);
    setStars(all.stars);
    void answer({
      ...(all.post === null ? {} : { wouldPostUnchanged: all.post }),
      ...(all.stars === 0 ? {} : { userSatisfaction: all.stars }),
    });
  };
  return (
    <section className="rounded-card border border-line bg-ground p-4">
      <h3 className="mb-3 font-semibold">{words.exports.survey}</h3>
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <span className="mr-auto">{words.exports.post}</span>
        <Button aria-pressed={post === true} onClick={() => told({ post: true })}>
          {words.exports.yes}
        </Button>
        <Button aria-pressed={post === false} onClick={() => told({ post: false })}>
          {words.exports.no}
        </Button>
      </div>
      <div className="flex flex-wrap items-center gap-1">
        <span className="mr-auto">{words.exports.satisfied}</span>
        {[1, 2, 3, 4, 5].map((many) => (
          <button
            key={many}
            type="button"
            aria-label={words.exports.stars(many)}
            aria-pressed={stars === many}
            onClick={() => told({ stars: many })}
            className="inline-flex size-11 items-center justify-center rounded-lg hover:bg-hover"
          >
            <Star size={22} className={classNames(many <= stars ? "text-fair" : "text-faint")} fill={many <= stars ? "currentColor" : "none"} />
          </button>
        ))}
      </div>
      {post !== null && stars > 0 && <p className="mt-3 text-good">{words.exports.thanks}</p>}
    </section>
  );
}
