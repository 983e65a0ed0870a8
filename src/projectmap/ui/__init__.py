"""The pages' parts, in Streamlit."""
