/** What waits beside a held list, in the place of its finding, so that nothing moves when it appears. */
export const HeldBar = ({ words, onShow }: { words: string; onShow: () => void }) => (
  <button type="button" className="tg-held ell" onClick={onShow} title={words}>
    {words}
  </button>
)
