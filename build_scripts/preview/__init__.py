"""The preview: a page that is saved is on the site in the browser a moment later."""
