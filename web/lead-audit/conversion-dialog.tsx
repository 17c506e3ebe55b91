import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConversionPlatform } from '#contract/conversions.ts';
import type { LeadFilter } from '#contract/lead-list.ts';
import { startConversions } from '../export.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { day } from '../ui/format.ts';
import { Segmented } from '../ui/segmented.tsx';

const PLATFORMS: Record<
  ConversionPlatform,
  { label: string; name: string; hint: string; file: string; first: string }
> = {
  google_ads: {
    label: 'Google Ads',
    name: 'Conversion action',
    hint: 'Its name in Google Ads, to the letter',
    file: 'Click id, conversion, time with zone, value and currency: the file that Google Ads imports under Conversions, Uploads.',
    first: '',
  },
  meta: {
    label: 'Meta',
    name: 'Event',
    hint: 'Lead, Purchase, or one of your own',
    file: 'Event, time, click id, value and currency; e-mail and phone only as SHA-256 digests, as the Conversions API takes them.',
    first: 'Lead',
  },
};

/** Writes the converted leads among those on screen into a file that an advertising platform imports. */
export function ConversionDialog({
  filter,
  clientId,
  onClose,
}: {
  filter: LeadFilter;
  clientId: string;
  onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const [platform, setPlatform] = useState<ConversionPlatform>('google_ads');
  const [name, setName] = useState('');
  const words = PLATFORMS[platform];
  const choose = (next: ConversionPlatform) => {
    setPlatform(next);
    setName(PLATFORMS[next].first);
  };
  const start = async () => {
    const body = { client_id: clientId, platform, conversion_name: name.trim(), filter };
    if (await startConversions(queryClient, body)) onClose();
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="File for conversion upload">
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
      >
        <Segmented
          label="Platform"
          value={platform}
          onChange={choose}
          options={Object.entries(PLATFORMS).map(([value, { label }]) => ({
            value: value as ConversionPlatform,
            label,
          }))}
          className="justify-self-start"
        />
        <p className="text-sm text-body">{words.file}</p>
        <TextField
          label={words.name}
          hint={words.hint}
          value={name}
          onChange={(event) => setName(event.target.value)}
          required
          maxLength={100}
          autoComplete="off"
        />
        <p className="text-xs text-muted">
          Converted leads with a click id of {words.label}
          {filter.from && filter.to && `, received ${day(filter.from)} to ${day(filter.to)}`}. Left out: leads that a
          finding excludes from upload, fraudulent, invalid and duplicate leads, and those without consent. The tray
          says how many for which reason.
        </p>
        <Button type="submit" variant="primary" className="justify-self-end">
          Write file
        </Button>
      </form>
    </Dialog>
  );
}
