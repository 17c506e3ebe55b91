import type { Prediction, PredictionModel } from '#contract/prediction.ts';
import { dec, int, pct } from '../../ui/format.ts';

interface Figure {
  label: string;
  value: string;
  note: string;
}

/** What the model is worth in four numbers, all of leads it had not seen. */
export function FigureStrip({ model, prediction }: { model: PredictionModel; prediction: Prediction }) {
  return (
    <ul className="panel grid grid-cols-2 overflow-hidden md:grid-cols-4">
      {figuresOf(model, prediction).map(({ label, value, note }, place) => (
        <li
          key={label}
          className={`border-line px-4 py-3 ${place % 2 ? 'border-l' : ''} ${place > 1 ? 'max-md:border-t' : ''} ${place > 0 ? 'md:border-l' : ''}`}
        >
          <p className="text-xs text-muted">{label}</p>
          <p className="num mt-0.5 text-lg font-semibold text-ink">{value}</p>
          <p className="num text-2xs text-muted">{note}</p>
        </li>
      ))}
    </ul>
  );
}

function figuresOf({ metrics, leads, conversions, horizon_days }: PredictionModel, { known }: Prediction): Figure[] {
  const learnt = {
    label: 'Conversions learnt from',
    value: int(conversions),
    note: `of ${int(leads)} leads, within ${horizon_days} days`,
  };
  if (metrics === null) {
    return [
      learnt,
      { label: 'Conversions needed', value: int(known.needed), note: `${int(known.conversions)} are there now` },
      { label: 'Rate of all leads', value: pct(leads ? conversions / leads : 0), note: 'what sources are drawn to' },
      { label: 'AUC out of time', value: 'none', note: 'a rate by source is not judged' },
    ];
  }
  const tenth = metrics.lift.find(({ share }) => share === 0.1);
  return [
    { label: 'AUC out of time', value: dec(metrics.auc, 3), note: 'of two leads, how often the right one is ahead' },
    { label: 'Calibration error', value: pct(metrics.ece), note: 'mean distance of foretold and seen rate' },
    {
      label: 'Lift of the best tenth',
      value: tenth ? `× ${dec(tenth.lift)}` : 'none',
      note: tenth ? `holds ${pct(tenth.captured, 0)} of all conversions` : 'too few leads',
    },
    learnt,
  ];
}
