/** A binary heap of links between groups, the highest weight first. */
export interface Offer {
  weight: number;
  left: number;
  right: number;
  /** Pairs of records between the groups when it was offered. */
  pairs: number;
}

/** Ties are broken by the groups' numbers, so that the result does not depend on the order of the pairs. */
export function createHeap() {
  const offers: Offer[] = [];
  const before = (one: Offer, other: Offer): boolean =>
    one.weight !== other.weight
      ? one.weight > other.weight
      : Math.min(one.left, one.right) !== Math.min(other.left, other.right)
        ? Math.min(one.left, one.right) < Math.min(other.left, other.right)
        : Math.max(one.left, one.right) < Math.max(other.left, other.right);

  return {
    push(weight: number, left: number, right: number, pairs: number): void {
      const offer = { weight, left, right, pairs };
      let at = offers.length;
      offers.push(offer);
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if (!before(offer, offers[parent]!)) break;
        offers[at] = offers[parent]!;
        at = parent;
      }
      offers[at] = offer;
    },

    pop(): Offer | undefined {
      const top = offers[0];
      const last = offers.pop();
      if (top === undefined || last === undefined || offers.length === 0) return top;
      let at = 0;
      for (;;) {
        let child = 2 * at + 1;
        if (child >= offers.length) break;
        if (child + 1 < offers.length && before(offers[child + 1]!, offers[child]!)) child++;
        if (!before(offers[child]!, last)) break;
        offers[at] = offers[child]!;
        at = child;
      }
      offers[at] = last;
      return top;
    },
  };
}
