/** How many edges are drawn while the camera moves: as many as frames allow. */
export class Pace {
  private budget: number;
  private readonly least: number;
  private readonly most: number;
  private last = 0;

  /** Begins with `first`, the strongest of all; never draws fewer than `least`. */
  constructor(first: number, least: number, most: number) {
    this.budget = first;
    this.least = least;
    this.most = most;
  }

  /** The number for a frame that begins now: more where frames come fast, fewer where they are late. */
  frame(now: number): number {
    const took = now - this.last;
    if (this.last && took < 20) this.budget = Math.min(this.budget * 1.25, Math.max(this.most, this.least));
    if (this.last && took > 34) this.budget = Math.max(this.budget / 1.5, this.least);
    this.last = now;
    return Math.round(this.budget);
  }

  /** The camera rests: the time until it moves again says nothing about frames. */
  rest(): void {
    this.last = 0;
  }
}
